import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../functions/api/settings.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { findTrivy, type TrivyBinary } from '../functions/trivy/find-trivy.ts';

/** Where databases lie, and the directories of runs beside them, on one file system. */
export interface TrivyDirectories {
  databases: string;
  jobs: string;
}

export const trivyDirectories = (dataDirectory: string): TrivyDirectories => {
  const databases = join(resolve(dataDirectory), 'trivy');
  return { databases, jobs: join(databases, 'jobs') };
};

/** Rejects with DrydockError when there is no Trivy, or none that may be used. */
export const findInstalledTrivy = (environment: Environment, jobs: string): Promise<TrivyBinary> =>
  findTrivy(
    { timer: systemTimer, jobs },
    {
      configured: environment.TRIVY_BIN,
      dist: fileURLToPath(new URL('../layers/trivy/dist', import.meta.url)),
      path: environment.PATH,
    },
  );
