import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { grantEcr } from './ecr-rights.ts';
import { JobFunction } from './job-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import { Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';
import type { TrivyLayer } from './trivy-layer.ts';
import { placeInVpc } from './vpc-placement.ts';

interface DatabaseRefresherProps {
  settings: Settings;
  code: (handler: string) => string;
  bucket: ScanBucket;
  trivy: TrivyLayer;
  environment: Record<string, string>;
}

/** The databases that come in and those that are there, as files and as one archive each. */
const storageMb = 10_240;

/** Fetches the vulnerability database, checks it and puts it into the bucket, on a schedule. */
export class DatabaseRefresher extends Construct {
  readonly lambda: JobFunction['lambda'];

  constructor(scope: Construct, id: string, { settings, code, bucket, trivy, environment }: DatabaseRefresherProps) {
    super(scope, id);
    const { lambda } = new JobFunction(this, 'Job', {
      description: 'drydock: fetches, checks and promotes the vulnerability database',
      handler: 'refresh-database',
      ...{ code, environment, storageMb, logRetentionDays: settings.logRetentionDays },
      architecture: trivy.architecture,
      layer: trivy.layer,
      memoryMb: settings.scanMemoryMb,
      timeoutSeconds: 900,
    });
    this.lambda = lambda;
    bucket.grant(lambda, { database: ['read', 'write', 'remove'] });
    grantEcr(lambda, settings.ecrRegistries);
    placeInVpc(lambda, settings);
    new Schedule(this, 'Schedule', {
      every: Duration.hours(settings.refreshHours),
      target: lambda,
      description: 'drydock: refreshes the vulnerability database',
    });
  }
}
