import type { Environment } from '../../functions/api/settings.ts';
import { generationsIn } from '../../functions/trivy/database/generations.ts';
import { type ImageScanner, imageScanner } from '../../functions/trivy/scanner.ts';
import { findInstalledTrivy, type TrivyDirectories } from '../trivy-places.ts';

export interface LazyScanner {
  /** Looks for Trivy until there is one, then no more. Rejects with DrydockError `scanner_missing` or `bad_configuration`. */
  trivy(): Promise<ImageScanner>;
  /** The database in use now, and whether there is a Trivy to use it. Rejects with `database_missing`, too. */
  database(): Promise<{ generation: string }>;
}

/** Trivy and its database are needed by the first scan, not by the server. */
export function lazyScanner({ databases, jobs }: TrivyDirectories, environment: Environment): LazyScanner {
  const { promoted } = generationsIn(databases);
  const find = async (): Promise<ImageScanner> =>
    imageScanner({ binary: await findInstalledTrivy(environment, jobs), promoted, jobs });
  let found: Promise<ImageScanner> | undefined;
  const trivy = (): Promise<ImageScanner> => {
    found ??= find().catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    trivy,
    async database() {
      await trivy();
      return { generation: (await promoted()).generation.id };
    },
  };
}
