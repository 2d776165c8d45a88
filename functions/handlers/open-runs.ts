import type { RequestDeps } from '../rescans/plan/triggers.ts';
import { processEnvironment } from './configuration.ts';
import { openBatchQueue } from './open-doorbells.ts';
import type { openFollowing } from './open-following.ts';
import type { OpenJobs } from './open-jobs.ts';
import { openRunStore } from './open-run-store.ts';
import { readSchedules } from './rescan-configuration.ts';

/** What starts runs of rescans and plans them. */
export function openRuns(
  jobs: OpenJobs,
  rescans: ReturnType<typeof openFollowing>['rescans'],
  database: () => Promise<{ generation: string }>,
  log: RequestDeps['log'],
): RequestDeps {
  const { watches, cves, deploymentKey, clock, newMark } = rescans;
  return {
    ...openRunStore(jobs),
    ...{ watches, cves, deploymentKey, clock, newMark, log },
    queue: openBatchQueue(),
    rematcher: { database },
    schedules: readSchedules(processEnvironment()),
  };
}
