import { mkdirSync } from 'node:fs';
import { accessMode } from '../../local/caller.ts';
import { readServerSettings, type ServerSettings } from '../../local/configuration.ts';
import { endOnSignal } from '../../local/end-on-signal.ts';
import { textLog } from '../../local/log.ts';
import type { StorageOptions } from '../../local/open-storage.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../local/server.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { RunCommand } from '../command.ts';
import { readSchemaOptions } from '../scan/scan-options.ts';
import { chooseDataDirectory, isDataDirectoryGiven } from '../stored/data-directory.ts';
import type { Environment, Terminal } from '../terminal.ts';
import { parseListenAddress } from './listen-address.ts';

const chooseAddress = ({ operands }: Arguments, { environment, err }: Terminal): string => {
  if (environment.PORT) err('drydock: the variable PORT is deprecated here, use KUBESEC_ADDR instead\n');
  const address = operands.length === 1 ? operands[0] : environment.PORT || environment.KUBESEC_ADDR;
  if (!address) {
    throw new UsageError('[[ip:]port] is missing, set CLI argument or use KUBESEC_ADDR environment variable');
  }
  return address;
};

// What nobody asked to be stored need not stop a server that has nowhere to write.
const chooseStorage = (args: Arguments, terminal: Terminal): StorageOptions | undefined => {
  const directory = chooseDataDirectory(args, terminal.environment);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (isDataDirectoryGiven(args, terminal.environment)) throw new UsageError((error as Error).message);
    terminal.err(`drydock: results are not stored: ${(error as Error).message}\n`);
    return undefined;
  }
  return { directory, endpoint: terminal.environment.DYNAMODB_ENDPOINT || undefined };
};

const chooseSettings = (args: Arguments, environment: Environment): ServerSettings => {
  const { kubernetesVersion, location } = readSchemaOptions(args, environment);
  const read = readServerSettings(environment);
  const schemas = {
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...(location !== undefined && { schemaLocation: location }),
  };
  return { ...read, settings: { ...read.settings, ...schemas } };
};

/** On every address, as kubesec does: IPv6 takes IPv4 along, where the machine has it. */
const startOn = async (host: string, options: Omit<ServerOptions, 'host'>): Promise<RunningServer> => {
  if (host !== '') return startServer({ ...options, host });
  try {
    return await startServer({ ...options, host: '::' });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') throw error;
    return startServer({ ...options, host: '0.0.0.0' });
  }
};

/** `drydock http`: serves until a signal ends it; logs go to standard error. */
export const http: RunCommand = async (args, terminal) => {
  const { host, port } = parseListenAddress(chooseAddress(args, terminal));
  if (args.texts.get('keypath')) throw new UsageError('--keypath is not supported: drydock signs no in-toto links');
  const settings = chooseSettings(args, terminal.environment);
  const access = accessMode(args.switches.get('open') === true, args.switches.get('auth') === true);
  const storage = chooseStorage(args, terminal);
  const log = textLog({ write: terminal.err, clock: terminal.clock });
  const options = { ...settings, port, access, log };
  const server = await startOn(host, { ...options, ...(storage !== undefined && { storage }) });
  terminal.err(`drydock serves ${server.url}, schemas of Kubernetes ${server.kubernetesVersion}\n`);
  endOnSignal(async () => {
    await server.close();
    log.flush();
  });
  return 0;
};
