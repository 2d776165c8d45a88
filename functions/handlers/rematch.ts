import { tmpdir } from 'node:os';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deliverBatches } from '../rescans/plan/deliver-batches.ts';
import type { RunBatchDeps } from '../rescans/plan/run-batch.ts';
import { scanAfresh } from '../rescans/rematch/scan-afresh.ts';
import { s3AnalysisStore } from '../storage/objects/s3-analysis-store.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { s3ReportStore } from '../storage/objects/s3-report-store.ts';
import { databaseSteps } from '../trivy/database/database-step.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readDeploymentKey, readScanning } from './image-configuration.ts';
import { invocations } from './invocation.ts';
import { openBatchQueue, openQueue } from './open-doorbells.ts';
import { openFollowing } from './open-following.ts';
import { openJobs } from './open-jobs.ts';
import { openRunStore } from './open-run-store.ts';
import { openTrivy } from './open-trivy.ts';
import { warmRematcher } from './warm-rematcher.ts';

const environment = processEnvironment();
const bucket = readBucketName(environment);
const deploymentKey = readDeploymentKey(environment);
const { trivy: configured, maxDatabaseAgeMs } = readScanning(environment);
const { log, metrics, run } = invocations();
const jobs = openJobs();
const s3 = s3Client();
const reports = s3ReportStore(s3, bucket, jobs.clock);
const trivy = openTrivy(s3DatabaseObjects(s3, bucket), tmpdir(), configured);
const { rescans, announce, follow } = openFollowing(jobs, reports, deploymentKey, log);
const shared = { ...jobs, deploymentKey, log, metrics };

const deps: RunBatchDeps = {
  ...{ ...shared, ...openRunStore(jobs), reports, follow, announce, newMark: rescans.newMark },
  rules: { maxDatabaseAgeMs },
  reliances: rescans.reliances,
  step: databaseSteps(trivy.generations),
  rematcher: warmRematcher({
    ...{ trivy, store: s3AnalysisStore(s3, bucket), clock: jobs.clock },
    onFailure: (error) => log.warn('analysis not renewed', { error }),
  }),
  scanAfresh: scanAfresh({ ...shared, queue: openQueue() }),
  queue: openBatchQueue(),
};

/** Time to end the matches under way and to answer before Lambda ends the process. */
const marginMs = 20_000;

/** Matches the images of the batches that messages name; answers which of them are to be delivered again. The server of Trivy stays for the next ones. */
export const handler = ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  run(context, marginMs, async (signal) => {
    const deliveries = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const again = await deliverBatches(deps, deliveries, signal);
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  });
