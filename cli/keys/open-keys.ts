import { existsSync } from 'node:fs';
import { findServer } from '../../local/server-file.ts';
import type { Arguments } from '../arguments/parse.ts';
import { CommandError } from '../command.ts';
import type { ServerAccess } from '../stored/ask-server.ts';
import { namedServer } from '../stored/choose-server.ts';
import { chooseDataDirectory } from '../stored/data-directory.ts';
import type { Terminal } from '../terminal.ts';
import type { KeyRegistry } from './key-registry.ts';

const remote = async (server: ServerAccess): Promise<KeyRegistry> =>
  (await import('./remote-keys.ts')).remoteKeys(server);

/** The keys of `--server`, else of the server that runs on the data directory, else of the directory itself, which `mayMake` makes when absent. */
export const openKeys = async (args: Arguments, terminal: Terminal, mayMake: boolean): Promise<KeyRegistry> => {
  const named = namedServer(args, terminal.environment);
  if (named !== undefined) {
    if (!named.secret) throw new CommandError('--server needs an admin key in the variable DRYDOCK_TOKEN');
    return remote(named);
  }
  const directory = chooseDataDirectory(args, terminal.environment);
  const server = findServer(directory);
  if (server !== undefined) return remote(server);
  if (!mayMake && !existsSync(directory)) {
    throw new CommandError(`there is no data directory ${directory}: name another with --data-dir or DRYDOCK_DATA_DIR`);
  }
  return (await import('./direct-keys.ts')).directKeys(directory, terminal);
};
