import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DoorbellQueue } from './doorbell-queue.ts';
import { JobFunction } from './job-function.ts';
import type { ScanTable } from './scan-table.ts';
import { Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';
import { placeInVpc } from './vpc-placement.ts';

interface NotifierProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  messages: DoorbellQueue;
  environment: Record<string, string>;
}

/** A batch of doorbells at a time, each message to a receiver that may take its time. */
export const notifierTimeoutSeconds = 120;

/** The function that sends messages to subscribers, called by doorbells and every minute; the only one that may send to buses and topics. */
export class Notifier extends Construct {
  readonly lambda: JobFunction['lambda'];

  constructor(scope: Construct, id: string, { settings, code, scans, messages, environment }: NotifierProps) {
    super(scope, id);
    const { lambda } = new JobFunction(this, 'Job', {
      description: 'drydock: makes digests and sends notifications',
      handler: 'notify',
      ...{ code, environment, logRetentionDays: settings.logRetentionDays },
      memoryMb: 512,
      timeoutSeconds: notifierTimeoutSeconds,
    });
    scans.grant(lambda, tableUses.notifier);
    // A try that failed rings for the next one.
    messages.grantRing(lambda);
    messages.calls(lambda, { doorbells: 10, most: settings.notifyConcurrency });
    grantReceivers(lambda, settings);
    // Receivers with private addresses are reached from the subnets of registries that have them.
    if (settings.privateReceivers !== undefined) placeInVpc(lambda, settings);
    new Schedule(this, 'Schedule', {
      every: Duration.minutes(1),
      target: lambda,
      description: 'drydock: sends notifications that nobody rang for',
    });
    this.lambda = lambda;
  }
}

/** Sending to the buses and topics that the context lists, nothing where it lists none. */
function grantReceivers(lambda: LambdaFunction, { eventBuses, topics }: Settings): void {
  const allow = (action: string, resources: string[]): void => {
    if (resources.length > 0) lambda.addToRolePolicy(new PolicyStatement({ actions: [action], resources }));
  };
  const stack = Stack.of(lambda);
  const arnOf = (bus: string): string =>
    bus.startsWith('arn:') ? bus : stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: bus });
  allow('events:PutEvents', eventBuses.map(arnOf));
  allow('sns:Publish', topics);
}
