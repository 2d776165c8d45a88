import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { type DoorbellQueue, workerTimeoutSeconds } from './doorbell-queue.ts';
import { grantEcr } from './ecr-rights.ts';
import { JobFunction } from './job-function.ts';
import type { ScanWorkerProps } from './scan-worker.ts';
import { Schedule } from './schedule.ts';
import { tableUses } from './table-uses.ts';
import { placeInVpc } from './vpc-placement.ts';

interface RescansProps extends Omit<ScanWorkerProps, 'environment'> {
  batches: DoorbellQueue;
  environment: Readonly<Record<'api' | 'rematcher', Record<string, string>>>;
}

/** The object that says which database is in use: functions/trivy/database/bucket. */
const promoted = 'database/promoted.json';
const planEvery = Duration.minutes(2);

/** What scans again: a planner that starts and keeps runs going, and workers that match their batches. */
export class Rescans extends Construct {
  readonly planner: JobFunction['lambda'];
  readonly rematcher: JobFunction['lambda'];

  constructor(scope: Construct, id: string, props: RescansProps) {
    super(scope, id);
    this.planner = this.addPlanner(props);
    this.rematcher = this.addRematcher(props);
  }

  private addPlanner(props: RescansProps): JobFunction['lambda'] {
    const { settings, code, scans, bucket, queue, batches, messages, environment } = props;
    const { lambda } = new JobFunction(this, 'Planner', {
      description: 'drydock: follows watched tags, starts and plans rescans',
      handler: 'plan-rescans',
      ...{ code, environment: environment.api, logRetentionDays: settings.logRetentionDays },
      memoryMb: 512,
      timeoutSeconds: workerTimeoutSeconds,
      // The table holds what was planned: two at once only do the same twice.
      reservedConcurrency: undefined,
    });
    scans.grant(lambda, tableUses.planner);
    bucket.grant(lambda, { reports: ['read'], database: ['read'], shelves: ['read', 'write', 'remove'] });
    for (const rung of [batches, queue, messages]) rung.grantRing(lambda);
    grantEcr(lambda, settings.ecrRegistries);
    placeInVpc(lambda, settings);
    new Schedule(this, 'Schedule', {
      every: planEvery,
      target: lambda,
      description: 'drydock: plans rescans',
    });
    new Rule(this, 'Promoted', {
      description: 'drydock: a vulnerability database was promoted',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucket.bucketName] }, object: { key: [promoted] } },
      },
      targets: [new FunctionTarget(lambda, { retryAttempts: 2 })],
    });
    return lambda;
  }

  private addRematcher(props: RescansProps): JobFunction['lambda'] {
    const { settings, code, scans, bucket, queue, batches, messages, trivy, environment } = props;
    const { lambda } = new JobFunction(this, 'Rematcher', {
      description: 'drydock: matches watched images again',
      handler: 'rematch',
      ...{ code, environment: environment.rematcher, logRetentionDays: settings.logRetentionDays },
      architecture: trivy.architecture,
      layer: trivy.layer,
      memoryMb: settings.scanMemoryMb,
      storageMb: settings.scanStorageMb,
      timeoutSeconds: workerTimeoutSeconds,
    });
    scans.grant(lambda, tableUses.rematcher);
    // An analysis that is used when half of its life is over is written again.
    bucket.grant(lambda, {
      reports: ['read', 'write', 'remove'],
      diffs: ['read', 'write'],
      analyses: ['read', 'write'],
      database: ['read'],
    });
    for (const rung of [batches, queue, messages]) rung.grantRing(lambda);
    batches.calls(lambda, { doorbells: 1, most: settings.rescanConcurrency });
    return lambda;
  }
}
