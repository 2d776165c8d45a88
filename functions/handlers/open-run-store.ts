import { defaultRunSettings } from '../rescans/runs/run.ts';
import { dynamoRunStore } from '../storage/rescans/dynamo-run-store.ts';
import type { OpenJobs } from './open-jobs.ts';

/** Rows of runs, and how long one may be silent. */
export const openRunStore = ({ client, table, clock }: Pick<OpenJobs, 'client' | 'table' | 'clock'>) => ({
  runs: dynamoRunStore(client, table, clock),
  runSettings: defaultRunSettings,
});
