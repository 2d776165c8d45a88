import { existsSync } from 'node:fs';
import { findServer } from '../../local/server-file.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { CommandError } from '../command.ts';
import { chooseDataDirectory } from '../stored/data-directory.ts';
import type { Terminal } from '../terminal.ts';
import type { KeyRegistry } from './key-registry.ts';

const remote = async (url: string, secret: string): Promise<KeyRegistry> =>
  (await import('./remote-keys.ts')).remoteKeys({ url: url.replace(/\/+$/, ''), secret });

/** The keys of `--server`, else of the server that runs on the data directory, else of the directory itself, which `mayMake` makes when absent. */
export const openKeys = async (args: Arguments, terminal: Terminal, mayMake: boolean): Promise<KeyRegistry> => {
  const url = args.texts.get('server');
  if (url !== undefined) {
    const key = terminal.environment.DRYDOCK_API_KEY;
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new UsageError(`--server ${url}: expected a URL`);
    if (!key) throw new CommandError('--server needs an admin key in the variable DRYDOCK_API_KEY');
    return remote(url, key);
  }
  const directory = chooseDataDirectory(args, terminal.environment);
  const server = findServer(directory);
  if (server !== undefined) return remote(server.url, server.secret);
  if (!mayMake && !existsSync(directory)) {
    throw new CommandError(`there is no data directory ${directory}: name another with --data-dir or DRYDOCK_DATA_DIR`);
  }
  return (await import('./direct-keys.ts')).directKeys(directory, terminal);
};
