import { defaultPlatform, type Platform, parsePlatform } from '../../functions/image/platform.ts';
import { type ImageReference, parseReference } from '../../functions/image/reference.ts';
import { parseSeverities } from '../../functions/image/severity.ts';
import { type FindingView, parsePackageClasses } from '../../functions/image/views.ts';
import type { RegistryCredentials } from '../../functions/registry/ports.ts';
import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { ServerAccess } from '../stored/ask-server.ts';
import { namedServer } from '../stored/choose-server.ts';
import type { Environment } from '../terminal.ts';
import { readDuration } from './read-duration.ts';

export const imageFormats = ['table', 'json', 'sarif', 'markdown', 'trivy'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** What `drydock image` was asked for. */
export interface ImageOptions {
  readonly reference: ImageReference;
  readonly platform: Platform;
  readonly view: FindingView;
  readonly format: ImageFormat;
  /** empty for standard output */
  readonly output: string;
  readonly exitCode: number;
  /** as it was given, and in milliseconds */
  readonly timeout: { readonly text: string; readonly ms: number };
  readonly isQuiet: boolean;
  readonly credentials: RegistryCredentials | undefined;
  /** that scans instead of this process */
  readonly server: ServerAccess | undefined;
}

const readFormat = (text = 'table'): ImageFormat => {
  const format = imageFormats.find((name) => name === text);
  if (format === undefined) throw new UsageError(`unknown format ${text}: expected ${imageFormats.join(', ')}`);
  return format;
};

const readView = (args: Arguments): FindingView => {
  const severities = args.lists.get('severity');
  const classes = args.lists.get('pkg-types');
  return {
    severities: severities && parseSeverities(severities.join(',')),
    classes: classes && parsePackageClasses(classes.join(',')),
    ignoreUnfixed: args.switches.get('ignore-unfixed') ?? false,
  };
};

/** Arguments of a process can be read by others of the machine, so that secrets come from the environment only. */
const readCredentials = (environment: Environment): RegistryCredentials | undefined => {
  const username = environment.DRYDOCK_REGISTRY_USERNAME || environment.TRIVY_USERNAME;
  const password = environment.DRYDOCK_REGISTRY_PASSWORD || environment.TRIVY_PASSWORD;
  const token = environment.DRYDOCK_REGISTRY_TOKEN || environment.TRIVY_REGISTRY_TOKEN;
  if (token) return { token };
  if (!username && !password) return undefined;
  if (!username || !password) {
    throw new UsageError('DRYDOCK_REGISTRY_USERNAME and DRYDOCK_REGISTRY_PASSWORD are needed both, or neither');
  }
  return { username, password };
};

/** Throws UsageError, and DrydockError for a reference, platform or filter that cannot be read. */
export const readImageOptions = (args: Arguments, environment: Environment): ImageOptions => {
  const [reference, ...others] = args.operands;
  if (reference === undefined || others.length > 0) throw new UsageError('one image reference is required');
  const exitCode = args.numbers.get('exit-code') ?? 0;
  if (exitCode < 0 || exitCode > 255) throw new UsageError('--exit-code must be a whole number from 0 to 255');
  const platform = args.texts.get('platform');
  const timeout = args.texts.get('timeout') ?? '5m';
  return {
    reference: parseReference(reference),
    platform: platform ? parsePlatform(platform) : defaultPlatform,
    view: readView(args),
    format: readFormat(args.texts.get('format')),
    output: args.texts.get('output') ?? '',
    exitCode,
    timeout: { text: timeout, ms: readDuration(timeout) },
    isQuiet: args.switches.get('quiet') ?? false,
    credentials: readCredentials(environment),
    server: namedServer(args, environment),
  };
};
