import { join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import { checkBolt } from './check-bolt.ts';

/** Why a run failed: where Trivy does not tell, the database of its cache directory when that is damaged. */
export async function blameDatabase(cacheDirectory: string, error: unknown): Promise<unknown> {
  if (!(error instanceof DrydockError && error.code === 'scanner_failed')) return error;
  return checkBolt(join(cacheDirectory, 'db', 'trivy.db')).then(
    () => error,
    (damage: unknown) => (damage instanceof DrydockError ? damage : error),
  );
}
