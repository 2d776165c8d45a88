import { parseArgs } from 'node:util';
import { type Environment, readSettings, type Settings } from '../functions/api/settings.ts';
import { DrydockError } from '../functions/errors.ts';
import { type PrivateHost, readPrivateHosts } from '../functions/network/private-hosts.ts';
import { type AccessMode, accessMode } from './caller.ts';
import { defaultDataDirectory } from './data-directory.ts';
import { type ImageSettings, readImageSettings } from './image-settings.ts';
import type { StorageOptions } from './open-storage.ts';
import { countThreads } from './threads/count-threads.ts';

/** What a server that is not on AWS reads of its environment, however it was started. */
export interface ServerSettings {
  /** that answer requests */
  threads: number;
  settings: Settings;
  images: ImageSettings;
  /** receivers of notifications that may have private addresses */
  privateReceivers: readonly PrivateHost[];
}

/** What `npm start` was asked for. */
export interface Configuration extends ServerSettings {
  host: string;
  port: number;
  storage: StorageOptions;
  /** absent: what fits the address */
  access: AccessMode | undefined;
  /** no line a request */
  isQuiet: boolean;
}

/** Each flag stands above the variable of the same meaning. */
const variableOf = {
  port: 'PORT',
  host: 'HOST',
  'data-dir': 'DRYDOCK_DATA_DIR',
  threads: 'DRYDOCK_THREADS',
  'kubernetes-version': 'DRYDOCK_KUBERNETES_VERSION',
  'schema-location': 'DRYDOCK_SCHEMA_LOCATION',
} as const;

const flag = { type: 'string' } as const;
const options = {
  port: flag,
  host: flag,
  'data-dir': flag,
  threads: flag,
  'kubernetes-version': flag,
  'schema-location': flag,
  open: { type: 'boolean' },
  auth: { type: 'boolean' },
  quiet: { type: 'boolean' },
} as const;

/** Throws DrydockError `bad_configuration` that names the flag or variable. */
export function readConfiguration(args: readonly string[], variables: Environment): Configuration {
  const flags = readFlags(args);
  const environment: Record<string, string | undefined> = { ...variables };
  for (const [name, variable] of Object.entries(variableOf)) {
    const value = flags[name as keyof typeof variableOf];
    if (value !== undefined) environment[variable] = value;
  }
  const endpoint = environment.DYNAMODB_ENDPOINT || undefined;
  if (endpoint !== undefined && !URL.canParse(endpoint)) refuse('DYNAMODB_ENDPOINT', endpoint, 'a URL');
  return {
    host: environment.HOST || '127.0.0.1',
    port: portOf(environment.PORT || '8080'),
    storage: { directory: environment.DRYDOCK_DATA_DIR || defaultDataDirectory, endpoint },
    access: accessMode(flags.open === true, flags.auth === true),
    isQuiet: flags.quiet ?? false,
    ...readServerSettings(environment),
  };
}

/** Throws DrydockError `bad_configuration` that names the variable. */
export function readServerSettings(environment: Environment): ServerSettings {
  return {
    threads: countThreads(environment.DRYDOCK_THREADS),
    settings: readSettings(environment),
    images: readImageSettings(environment),
    privateReceivers: readPrivateHosts(environment.DRYDOCK_PRIVATE_RECEIVERS ?? '', 'receiver'),
  };
}

/** The environment of this process; nothing else here looks at it. */
export const processEnvironment = (): Environment => process.env;

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new DrydockError('bad_configuration', (error as Error).message, { cause: error });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) refuse('PORT', text, 'a number from 0 to 65535');
  return port;
}

function refuse(name: string, value: string, expected: string): never {
  throw new DrydockError('bad_configuration', `${name}=${value}: expected ${expected}`);
}
