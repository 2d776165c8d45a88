import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { pullingScanner } from '../scanner/pulling-scanner.ts';
import { deliverImageScans } from '../scans/image/deliver.ts';
import type { RunDeps } from '../scans/image/run.ts';
import { s3AnalysisStore } from '../storage/objects/s3-analysis-store.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { s3ReportStore } from '../storage/objects/s3-report-store.ts';
import { systemTimer } from '../system-timer.ts';
import { analysisLifeMs } from '../trivy/cache/analyses-settings.ts';
import { cacheSeam } from '../trivy/cache/cache-seam.ts';
import { imageScanner } from '../trivy/scanner.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readDeploymentKey, readRegistries, readScanning } from './image-configuration.ts';
import { invocations } from './invocation.ts';
import { openQueue } from './open-doorbells.ts';
import { openFollowing } from './open-following.ts';
import { openJobs } from './open-jobs.ts';
import { openRegistry } from './open-registry.ts';
import { openTrivy } from './open-trivy.ts';

const environment = processEnvironment();
const bucket = readBucketName(environment);
const { trivy: configured, maxDatabaseAgeMs } = readScanning(environment);
const { log, metrics, run } = invocations();
const jobs = openJobs();
const queue = openQueue();
const client = openRegistry(readRegistries(environment));
const s3 = s3Client();
const trivy = openTrivy(s3DatabaseObjects(s3, bucket), tmpdir(), configured);
let scanner: ReturnType<typeof imageScanner> | undefined;

const reports = s3ReportStore(s3, bucket, jobs.clock);
const deploymentKey = readDeploymentKey(environment);
const database = async () => ({ generation: (await trivy.generations.promoted()).generation.id });
const { follow } = openFollowing(jobs, reports, deploymentKey, log, database);

const deps: RunDeps = {
  ...jobs,
  ...{ log, metrics, timer: systemTimer, newHolder: randomUUID },
  ...{ deploymentKey, reports, follow },
  resolver: client,
  rules: { maxDatabaseAgeMs },
  scanner: pullingScanner({
    client,
    seam: cacheSeam({
      ...{ store: s3AnalysisStore(s3, bucket), clock: jobs.clock, timer: systemTimer, lifeMs: analysisLifeMs },
      onFailure: (error) => log.warn('analyses cannot be used', { error }),
    }),
    async trivy() {
      const { jobs: directory, generations } = trivy;
      scanner ??= imageScanner({ binary: await trivy.binary(), promoted: generations.promoted, jobs: directory });
      return scanner;
    },
  }),
};

/** Time to end Trivy, to give the lease back and to answer before Lambda ends the process. */
const marginMs = 20_000;

/** Scans the images that messages of the queue name; answers which of them are to be delivered again. */
export const handler = ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  run(context, marginMs, async (signal) => {
    const receipts = new Map(Records.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]));
    const deliveries = Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const again = await deliverImageScans(
      deps,
      deliveries,
      ({ id }, ms) => queue.postpone(receipts.get(id)!, ms),
      signal,
    );
    return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
  });
