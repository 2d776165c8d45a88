import { join } from 'node:path';
import type { TrivyReport } from '../image/trivy-report.ts';
import { readBuckets } from './database/read-buckets.ts';
import { hasAdvisoriesFor } from './database/system-bucket.ts';

/**
 * Whether the database in `directory` knows anything about the release of an image's system, or there is none: in a database that
 * has nothing on a release Trivy finds nothing, and says nothing. `repository` is the release that packages are of where it is another.
 */
export async function coversSystem(
  { Metadata }: TrivyReport,
  directory: string,
  repository?: string,
): Promise<boolean> {
  const { Family, Name = '' } = Metadata?.OS ?? {};
  if (!Family) return true;
  const buckets = await readBuckets(join(directory, 'db', 'trivy.db'));
  return hasAdvisoriesFor(buckets, { family: Family, release: repository ?? Name });
}
