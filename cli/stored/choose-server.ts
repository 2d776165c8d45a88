import { findServer } from '../../local/server-file.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { CommandError } from '../command.ts';
import type { Environment } from '../terminal.ts';
import type { ServerAccess } from './ask-server.ts';
import { chooseDataDirectory } from './data-directory.ts';

/** The server of `--server`, with the API key of DRYDOCK_TOKEN; arguments can be read by others. Throws UsageError. */
export const namedServer = ({ texts }: Arguments, { DRYDOCK_TOKEN }: Environment): ServerAccess | undefined => {
  const text = texts.get('server') ?? '';
  if (text === '') return undefined;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new UsageError(`--server ${text}: expected an address such as https://drydock.example.com`);
  }
  return { url: url.href.replace(/[/]+$/, ''), secret: DRYDOCK_TOKEN || undefined };
};

/** That server, else the one that runs on the data directory. Throws UsageError, and CommandError where none runs. */
export const chooseServer = (args: Arguments, environment: Environment): ServerAccess => {
  const directory = chooseDataDirectory(args, environment);
  const server = namedServer(args, environment) ?? findServer(directory);
  if (server !== undefined) return server;
  throw new CommandError(
    `no server runs on the data directory ${directory}: start one with drydock http, or name another with --server`,
  );
};
