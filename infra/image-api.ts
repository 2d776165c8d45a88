import { Construct } from 'constructs';
import { grantEcr } from './ecr-rights.ts';
import { JobFunction } from './job-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import type { ScanQueue } from './scan-queue.ts';
import type { ScanTable } from './scan-table.ts';
import type { Settings } from './settings.ts';
import { placeInVpc } from './vpc-placement.ts';

interface ImageApiProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  bucket: ScanBucket;
  queue: ScanQueue;
  environment: Record<string, string>;
}

/** The functions behind the routes of images: one that submits and may wait, one that reads and deletes; what waits takes nothing from what reads. */
export class ImageApi extends Construct {
  readonly submit: JobFunction['lambda'];
  readonly images: JobFunction['lambda'];

  constructor(scope: Construct, id: string, { settings, code, scans, bucket, queue, environment }: ImageApiProps) {
    super(scope, id);
    const { memoryMb, logRetentionDays } = settings;
    // The gateway gives up after 30 s; a function that ends first still says why.
    const common = { handler: 'image-api', code, environment, memoryMb, logRetentionDays, timeoutSeconds: 29 };
    const { lambda: submit } = new JobFunction(this, 'Submit', {
      ...common,
      description: 'drydock: submits image scans, and waits for them',
      reservedConcurrency: settings.submitConcurrency,
    });
    const { lambda: images } = new JobFunction(this, 'Images', {
      ...common,
      description: 'drydock: reads and deletes stored scans, images and reports',
    });
    scans.grantImages(submit);
    scans.grantImages(images);
    queue.grantRing(submit);
    bucket.grant(submit, { reports: ['read'], database: ['read'] });
    bucket.grant(images, { reports: ['read', 'remove'] });
    grantEcr(submit, settings.ecrRegistries);
    placeInVpc(submit, settings);
    this.submit = submit;
    this.images = images;
  }
}
