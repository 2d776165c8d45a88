import { Construct } from 'constructs';
import { type DoorbellQueue, workerTimeoutSeconds } from './doorbell-queue.ts';
import { grantEcr } from './ecr-rights.ts';
import { JobFunction } from './job-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import type { ScanTable } from './scan-table.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';
import type { TrivyLayer } from './trivy-layer.ts';
import { placeInVpc } from './vpc-placement.ts';

export interface ScanWorkerProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  bucket: ScanBucket;
  queue: DoorbellQueue;
  /** doorbells of the notifier */
  messages: DoorbellQueue;
  trivy: TrivyLayer;
  environment: Record<string, string>;
}

/** The function that scans images: one at a time, so many of it as the event source lets. */
export class ScanWorker extends Construct {
  readonly lambda: JobFunction['lambda'];

  constructor(scope: Construct, id: string, props: ScanWorkerProps) {
    super(scope, id);
    const { settings, code, scans, bucket, queue, messages, trivy, environment } = props;
    const { lambda } = new JobFunction(this, 'Job', {
      description: 'drydock: scans images',
      handler: 'scan-image',
      ...{ code, environment, logRetentionDays: settings.logRetentionDays },
      architecture: trivy.architecture,
      layer: trivy.layer,
      memoryMb: settings.scanMemoryMb,
      storageMb: settings.scanStorageMb,
      timeoutSeconds: workerTimeoutSeconds,
    });
    this.lambda = lambda;
    scans.grant(lambda, tableUses.worker);
    bucket.grant(lambda, {
      reports: ['read', 'write', 'remove'],
      diffs: ['read', 'write'],
      analyses: ['read', 'write'],
      database: ['read'],
    });
    messages.grantRing(lambda);
    grantEcr(lambda, settings.ecrRegistries);
    placeInVpc(lambda, settings);
    queue.calls(lambda, { doorbells: 1, most: settings.scanConcurrency });
  }
}
