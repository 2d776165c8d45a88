import { readFileSync, writeFileSync } from 'node:fs';
import { checkVersion } from '../../functions/trivy/check-version.ts';

export type LayerArchitecture = 'amd64' | 'arm64';

/** One build of Trivy; every sha256 is 64 hex digits. */
export interface LockedBuild {
  /** sha256 of the program itself */
  binary: string;
  /** the archive of the release */
  release?: { url: string; sha256: string };
  /** a wheel of PyPI that carries the same program */
  wheel?: { name: string; entry: string; sha256: string };
}

/** layers/trivy/trivy.lock.json */
export interface TrivyLock {
  version: string;
  /** of the layer and of the function that runs it */
  architecture: LayerArchitecture;
  builds: Partial<Record<LayerArchitecture, LockedBuild>>;
}

const lockFile: URL = new URL('../../layers/trivy/trivy.lock.json', import.meta.url);

/** Throws for a version that must not be used and for a checksum that is none. */
export function readLock(file: URL = lockFile): TrivyLock {
  const lock = JSON.parse(readFileSync(file, 'utf8')) as TrivyLock;
  checkLock(lock);
  return lock;
}

/** Adds a build to the lock file, in place of the one of the same architecture. Throws as readLock does. */
export function lockBuild(architecture: LayerArchitecture, build: LockedBuild, file: URL = lockFile): void {
  const lock = readLock(file);
  const next: TrivyLock = { ...lock, builds: { ...lock.builds, [architecture]: build } };
  checkLock(next);
  writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`);
}

function checkLock({ version, builds }: TrivyLock): void {
  checkVersion(version);
  for (const { binary, release, wheel } of Object.values(builds)) {
    for (const sum of [binary, release?.sha256, wheel?.sha256]) {
      if (sum !== undefined && !/^[0-9a-f]{64}$/.test(sum)) throw new Error(`${sum} in the lock file is no sha256`);
    }
  }
}
