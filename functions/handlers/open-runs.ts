import type { RequestDeps } from '../rescans/plan/triggers.ts';
import { defaultRunSettings } from '../rescans/runs/run.ts';
import { dynamoRunStore } from '../storage/dynamo-run-store.ts';
import { processEnvironment } from './configuration.ts';
import { openBatchQueue } from './open-doorbells.ts';
import type { openFollowing } from './open-following.ts';
import type { OpenJobs } from './open-jobs.ts';
import { readSchedules } from './rescan-configuration.ts';

/** Rows of runs, and how long one may be silent. */
export const openRunStore = ({ client, table, clock }: Pick<OpenJobs, 'client' | 'table' | 'clock'>) => ({
  runs: dynamoRunStore(client, table, clock),
  runSettings: defaultRunSettings,
});

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
