import { join } from 'node:path';
import { DrydockError } from '../functions/errors.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { trivyCanary } from '../functions/trivy/database/canary.ts';
import { databaseCommands } from '../functions/trivy/database/database-commands.ts';
import { type Generation, isStale } from '../functions/trivy/database/generation.ts';
import { generationsIn } from '../functions/trivy/database/generations.ts';
import { withJobDirectory } from '../functions/trivy/job-directory.ts';
import { findInstalledTrivy, trivyDirectories } from '../local/trivy-places.ts';
import { sampleDatabase, sampleLabel } from './database/advisories.ts';
import { writeTrivyDatabase } from './database/write-trivy-database.ts';

/**
 * Makes the sample database the one that a data directory uses. One that is labelled so and still fresh stays; a real one is not
 * touched: rejects with DrydockError `bad_configuration`.
 */
export async function importSampleDatabase(dataDirectory: string, environment: NodeJS.ProcessEnv): Promise<Generation> {
  const { databases, jobs } = trivyDirectories(dataDirectory);
  const generations = generationsIn(databases);
  const clock = Date.now;
  const commands = databaseCommands({
    generations,
    canary: trivyCanary({ binary: () => findInstalledTrivy(environment, jobs), jobs, timer: systemTimer }),
    source: { open: () => Promise.reject(new DrydockError('internal', 'the sample fetches nothing')) },
    jobs,
    clock,
  });
  const { current } = await commands.status();
  if (current !== undefined && current.label !== sampleLabel) {
    throw new DrydockError(
      'bad_configuration',
      `${dataDirectory} has a real database: choose another DRYDOCK_DATA_DIR`,
    );
  }
  if (current !== undefined && !isStale(current, clock())) return current;
  return withJobDirectory(jobs, async (directory) => {
    const path = join(directory, 'sample');
    writeTrivyDatabase(path, sampleDatabase);
    return commands.importFrom(path, { label: sampleLabel });
  });
}
