import { tmpdir } from 'node:os';
import type { Context } from 'aws-lambda';
import { alarmTenants } from '../rescans/plan/alarm-tenants.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { dynamoWatchStore } from '../storage/rescans/dynamo-watch-store.ts';
import { bucketGenerations } from '../trivy/database/bucket/bucket-generations.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName } from './image-configuration.ts';
import { invocations } from './invocation.ts';
import { openAnnouncing } from './open-following.ts';
import { openJobs } from './open-jobs.ts';
import { openRunStore } from './open-run-store.ts';

const { log, metrics, run } = invocations();
const jobs = openJobs();
const { client, table, clock } = jobs;
const objects = s3DatabaseObjects(s3Client(), readBucketName(processEnvironment()));
const { pointer, read } = bucketGenerations(objects, tmpdir());
const hour = 3_600_000;

async function databaseDate(): Promise<number | undefined> {
  const current = (await pointer())?.current;
  const generation = current === undefined ? undefined : await read(current);
  return generation && Date.parse(generation.updatedAt);
}

const deps = {
  watches: dynamoWatchStore(client, table, clock),
  runs: openRunStore(jobs).runs,
  telling: { ...openAnnouncing(jobs, log), metrics },
  databaseDate,
};

/** Tells subscribers, and CloudWatch, when watched images or the database get too old. Called by a schedule; what it does not say alarms, too. */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  run(context, 0, async () => {
    const { oldestRescan, database } = await alarmTenants(deps);
    const now = clock();
    metrics.count('OldestRescanHours', oldestRescan === undefined ? 0 : (now - oldestRescan) / hour);
    if (database !== undefined) metrics.count('DatabaseAgeHours', (now - database) / hour);
  });
