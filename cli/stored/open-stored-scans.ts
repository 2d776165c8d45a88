import { existsSync } from 'node:fs';
import { findServer } from '../../local/server-file.ts';
import type { Arguments } from '../arguments/parse.ts';
import { CommandError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { namedServer } from './choose-server.ts';
import { chooseDataDirectory } from './data-directory.ts';
import type { StoredScans } from './stored-scans.ts';

const openStoredScans = async (args: Arguments, terminal: Terminal): Promise<StoredScans> => {
  const directory = chooseDataDirectory(args, terminal.environment);
  const server = namedServer(args, terminal.environment) ?? findServer(directory);
  if (server !== undefined) return (await import('./remote-scans.ts')).remoteScans(server);
  if (!existsSync(directory)) {
    throw new CommandError(`there is no data directory ${directory}: name another with --data-dir or DRYDOCK_DATA_DIR`);
  }
  return (await import('./direct-scans.ts')).directScans(directory, terminal);
};

/** Reads from the server of `--server`, else from a data directory: through the server that runs on it where there is one, else by opening it. */
export const withStoredScans = async <T>(
  args: Arguments,
  terminal: Terminal,
  read: (scans: StoredScans) => Promise<T>,
): Promise<T> => {
  const scans = await openStoredScans(args, terminal);
  try {
    return await read(scans);
  } finally {
    await scans.close();
  }
};
