import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CfnOutput } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { readLock } from '../scripts/trivy-layer/lock.ts';
import type { Watch } from './alarms.ts';
import { DatabaseRefresher } from './database-refresher.ts';
import { DoorbellQueue, workerTimeoutSeconds } from './doorbell-queue.ts';
import { imageEnvironment } from './image-environment.ts';
import { imageWatches } from './image-watches.ts';
import { Notifier, notifierTimeoutSeconds } from './notifier.ts';
import { OverdueAlarm } from './overdue-alarm.ts';
import { rescanWatches } from './rescan-watches.ts';
import { Rescans } from './rescans.ts';
import { ScanBucket } from './scan-bucket.ts';
import { ScanKeeper } from './scan-keeper.ts';
import type { ScanTable } from './scan-table.ts';
import { ScanWorker } from './scan-worker.ts';
import type { Settings } from './settings.ts';
import { SubmitFunction } from './submit-function.ts';
import { TrivyLayer } from './trivy-layer.ts';
import { checkUnpackedSize } from './unpacked-size.ts';

interface ImageScansProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  deploymentKey: string;
  /** the folder with Trivy */
  trivy: string;
}

/**
 * A scan that waits as its registry asked is received again each time; a row's deadline ends it long before. What comes so often
 * has ended its worker every time.
 */
const scanReceives = 100;
const receives = 5;
const placeholder = fileURLToPath(new URL('../layers/trivy/placeholder', import.meta.url));

/** Everything that image scans need beside the table and the API. */
export class ImageScans extends Construct {
  readonly submit: LambdaFunction;
  /** of functions that answer for images */
  readonly apiEnvironment: Record<string, string>;
  private readonly bucket: ScanBucket;
  private readonly rung: readonly DoorbellQueue[];
  readonly watches: Readonly<Record<string, Watch>>;

  constructor(scope: Construct, id: string, { settings, code, scans, deploymentKey, trivy: dist }: ImageScansProps) {
    super(scope, id);
    const bucket = new ScanBucket(this, 'Bucket', settings);
    const workerSeconds = workerTimeoutSeconds;
    const queue = new DoorbellQueue(this, 'Queue', { workerSeconds, receives: scanReceives });
    const batches = new DoorbellQueue(this, 'Batches', { workerSeconds, receives });
    const messages = new DoorbellQueue(this, 'Messages', { workerSeconds: notifierTimeoutSeconds, receives });
    const { requireTrivy } = settings;
    const { architecture } = readLock();
    const trivy = new TrivyLayer(this, 'Trivy', { dist, placeholder, architecture, requireTrivy });
    if (existsSync(dist)) checkUnpackedSize(dist, code('scan-image'));
    const environment = imageEnvironment(settings, {
      tableName: scans.table.tableName,
      bucketName: bucket.bucket.bucketName,
      queueUrl: queue.queue.queueUrl,
      batchQueueUrl: batches.queue.queueUrl,
      deliveryQueueUrl: messages.queue.queueUrl,
      deploymentKey,
    });
    const common = { settings, code, scans, trivy, bucket, queue, messages };
    this.bucket = bucket;
    this.rung = [batches, messages];
    this.apiEnvironment = environment.api;
    this.submit = new SubmitFunction(this, 'Submit', { ...common, environment: environment.api }).lambda;
    const worker = new ScanWorker(this, 'Worker', { ...common, environment: environment.worker });
    const refresher = new DatabaseRefresher(this, 'Refresher', { ...common, environment: environment.refresher });
    const { sweeper } = new ScanKeeper(this, 'Keeper', { ...common, environment: environment.keeper });
    const rescans = new Rescans(this, 'Rescans', { ...common, batches, environment });
    const { lambda: notifier } = new Notifier(this, 'Notifier', { ...common, environment: environment.notifier });
    new OverdueAlarm(this, 'Overdue', { ...common, environment: environment.alarm });
    this.watches = {
      ...imageWatches({ worker: worker.lambda, refresher: refresher.lambda, sweeper, queue }),
      ...rescanWatches({ ...rescans, notifier, batches, messages }),
    };
    const { functionName } = refresher.lambda;
    new CfnOutput(this, 'BucketName', { value: bucket.bucket.bucketName }).overrideLogicalId('BucketName');
    new CfnOutput(this, 'RefreshFunction', { value: functionName }).overrideLogicalId('RefreshFunction');
  }
  /** What answering for images, their scans and their reports takes beside the table. */
  grantResources(lambda: LambdaFunction): void {
    this.bucket.grant(lambda, { reports: ['read', 'remove'], diffs: ['read', 'remove'], database: ['read'] });
    for (const queue of this.rung) queue.grantRing(lambda);
  }
}
