import type { Context } from 'aws-lambda';
import { type Sweep, sweepImageScans } from '../scans/image/sweep.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3ReportStore } from '../storage/objects/s3-report-store.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readDeploymentKey } from './image-configuration.ts';
import { invocations } from './invocation.ts';
import { openQueue } from './open-doorbells.ts';
import { openFollowing } from './open-following.ts';
import { openJobs } from './open-jobs.ts';

const { log, metrics, run } = invocations();
const environment = processEnvironment();
const jobs = openJobs();
const reports = s3ReportStore(s3Client(), readBucketName(environment), jobs.clock);
const { follow } = openFollowing(jobs, reports, readDeploymentKey(environment), log);
const deps = { ...jobs, queue: openQueue(), follow, log, metrics };

/** Looks after scans whose doorbell or worker was lost; called by a schedule, twice is the same as once. */
export const handler = (_event: unknown, context: Context): Promise<Sweep> =>
  run(context, 0, () => sweepImageScans(deps));
