import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DoorbellQueue } from './doorbell-queue.ts';
import { JobFunction } from './job-function.ts';
import type { ScanBucket } from './scan-bucket.ts';
import type { ScanTable } from './scan-table.ts';
import { Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';

interface OverdueAlarmProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  bucket: ScanBucket;
  messages: DoorbellQueue;
  environment: Record<string, string>;
}

/** The dead man's alarm: looks every hour how old rescans and database are, apart from what makes them. */
export class OverdueAlarm extends Construct {
  constructor(scope: Construct, id: string, props: OverdueAlarmProps) {
    super(scope, id);
    const { settings, code, scans, bucket, messages, environment } = props;
    const { lambda } = new JobFunction(this, 'Job', {
      description: 'drydock: tells when rescans or the database are overdue',
      handler: 'alarm',
      ...{ code, environment, logRetentionDays: settings.logRetentionDays },
      memoryMb: 512,
      timeoutSeconds: 120,
    });
    scans.grant(lambda, tableUses.alarm);
    bucket.grant(lambda, { database: ['read'] });
    messages.grantRing(lambda);
    new Schedule(this, 'Schedule', {
      every: Duration.hours(1),
      target: lambda,
      description: 'drydock: looks for what is overdue',
    });
  }
}
