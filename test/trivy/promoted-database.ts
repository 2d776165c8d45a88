import { join } from 'node:path';
import type { Generation } from '../../functions/trivy/database/generation.ts';
import type { OpenGeneration } from '../../functions/trivy/database/place-database.ts';
import { type Advisories, writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';
import { sampleAdvisories } from './database/sample-advisories.ts';

/** A database in a directory, as if it had been promoted. */
export function promotedDatabase(parent: string, advisories: Advisories = sampleAdvisories): OpenGeneration {
  const directory = join(parent, 'promoted');
  writeTrivyDatabase(directory, advisories);
  const generation: Generation = {
    id: '20260101T000000Z-0123456789ab',
    digest: `sha256:${'0'.repeat(64)}`,
    bytes: 1,
    vulnerabilities: 1,
    updatedAt: '2026-01-01T00:00:00.000Z',
    source: 'file',
    addedAt: '2026-01-01T00:00:00.000Z',
    ...(advisories.java && {
      java: { digest: `sha256:${'0'.repeat(64)}`, bytes: 1, updatedAt: '2026-01-01T00:00:00.000Z' },
    }),
  };
  return async () => ({ directory, generation });
}
