import type { Profile } from '../../functions/manifest/profile.ts';
import type { Arguments } from '../arguments/parse.ts';
import { CommandError } from '../command.ts';
import type { Environment } from '../terminal.ts';
import { chooseLocation } from './schema-location.ts';

/** What a scan was asked for. */
export interface ScanOptions {
  readonly format: string;
  readonly template: string;
  readonly output: string;
  readonly rules: readonly string[];
  readonly exclude: readonly string[];
  readonly profile: Profile;
  /** undefined: kubesec's way, which fails at a score of 0 or less */
  readonly minScore: number | undefined;
  readonly exitCode: number;
  readonly useAbsolutePath: boolean;
  readonly isDebug: boolean;
  readonly schemas: { kubernetesVersion?: string; location?: string; kinds?: readonly string[] };
}

const chooseProfile = (name = 'kubesec'): Profile => {
  if (name !== 'kubesec' && name !== 'strict') {
    throw new CommandError(`unknown profile ${name}: expected kubesec or strict`);
  }
  return name;
};

const firstOf = (...texts: (string | undefined)[]): string | undefined => texts.find((text) => text);

/** Reads flags and the variables behind them: K8S_SCHEMA_VER and SCHEMA_LOCATION as kubesec does, then DRYDOCK_*. */
export const readSchemaOptions = (args: Arguments, environment: Environment): ScanOptions['schemas'] => {
  const version = firstOf(
    args.texts.get('kubernetes-version'),
    environment.K8S_SCHEMA_VER,
    environment.DRYDOCK_KUBERNETES_VERSION,
  );
  const location = chooseLocation(args.lists.get('schema-location') ?? [], environment);
  const kinds = environment.DRYDOCK_KINDS;
  return {
    ...(version !== undefined && { kubernetesVersion: version.replace(/^v(?=\d)/, '') }),
    ...(location !== undefined && { location }),
    ...(kinds && { kinds: kinds.split(',') }),
  };
};

/** Everything that `drydock scan` was told. Throws CommandError for what it cannot do. */
export const readScanOptions = (args: Arguments, environment: Environment): ScanOptions => ({
  format: args.texts.get('format') ?? 'json',
  template: args.texts.get('template') ?? '',
  output: args.texts.get('output') ?? '',
  rules: args.lists.get('rules') ?? [],
  exclude: args.lists.get('exclude') ?? [],
  profile: chooseProfile(args.texts.get('profile')),
  minScore: args.numbers.get('min-score'),
  exitCode: args.numbers.get('exit-code') ?? 2,
  useAbsolutePath: args.switches.get('absolute-path') ?? false,
  isDebug: args.switches.get('debug') ?? false,
  schemas: readSchemaOptions(args, environment),
});
