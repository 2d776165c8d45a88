import { Construct } from 'constructs';
import type { DoorbellQueue } from './doorbell-queue.ts';
import { grantEcr } from './ecr-rights.ts';
import { JobFunction } from './job-function.ts';
import { apiHandler } from './resource-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import type { ScanTable } from './scan-table.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';
import { placeInVpc } from './vpc-placement.ts';

interface SubmitFunctionProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  bucket: ScanBucket;
  queue: DoorbellQueue;
  environment: Record<string, string>;
}

/** Submits scans of images and may wait for them, apart from what reads: what waits takes nothing from it. */
export class SubmitFunction extends Construct {
  readonly lambda: JobFunction['lambda'];

  constructor(scope: Construct, id: string, props: SubmitFunctionProps) {
    super(scope, id);
    const { settings, code, scans, bucket, queue, environment } = props;
    const { lambda } = new JobFunction(this, 'Job', {
      ...apiHandler(settings),
      ...{ code, environment },
      description: 'drydock: submits image scans, and waits for them',
      reservedConcurrency: settings.submitConcurrency,
    });
    scans.grant(lambda, tableUses.submit);
    queue.grantRing(lambda);
    bucket.grant(lambda, { reports: ['read'], database: ['read'] });
    grantEcr(lambda, settings.ecrRegistries);
    placeInVpc(lambda, settings);
    this.lambda = lambda;
  }
}
