import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { DoorbellQueue } from './doorbell-queue.ts';
import { JobFunction } from './job-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import type { ScanTable } from './scan-table.ts';
import { Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';

interface ScanKeeperProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  queue: DoorbellQueue;
  /** doorbells of the notifier */
  messages: DoorbellQueue;
  bucket: ScanBucket;
  environment: Record<string, string>;
}

/** What sees to it that every scan ends: a sweeper for lost doorbells and dead workers, and the end of dead letters. */
export class ScanKeeper extends Construct {
  readonly sweeper: JobFunction['lambda'];
  readonly undertaker: JobFunction['lambda'];

  constructor(scope: Construct, id: string, props: ScanKeeperProps) {
    super(scope, id);
    const { settings, code, scans, queue, messages, bucket, environment } = props;
    const common = { code, environment, memoryMb: 512, logRetentionDays: settings.logRetentionDays };
    const { lambda: sweeper } = new JobFunction(this, 'Sweeper', {
      ...common,
      description: 'drydock: rings again for scans whose doorbell or worker was lost',
      handler: 'sweep',
      timeoutSeconds: 60,
    });
    scans.grant(sweeper, tableUses.sweeper);
    bucket.grant(sweeper, { reports: ['read'], diffs: ['read', 'write'] });
    for (const rung of [queue, messages]) rung.grantRing(sweeper);
    new Schedule(this, 'EveryMinute', {
      every: Duration.minutes(1),
      target: sweeper,
      description: 'drydock: sweeps image scans',
    });

    const { lambda: undertaker } = new JobFunction(this, 'Undertaker', {
      ...common,
      description: 'drydock: fails scans whose message was delivered too often',
      handler: 'bury',
      timeoutSeconds: 60,
    });
    scans.grant(undertaker, tableUses.undertaker);
    undertaker.addEventSource(new SqsEventSource(queue.dead, { batchSize: 10, reportBatchItemFailures: true }));
    this.sweeper = sweeper;
    this.undertaker = undertaker;
  }
}
