import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What scans and matches images may take: the most that Lambda gives. */
export const workerTimeoutSeconds = 900;

interface DoorbellQueueProps {
  /** timeout of the function that is called; a message must stay hidden for longer */
  workerSeconds: number;
  /** what was received so often goes to the dead letters */
  receives: number;
}

const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Doorbells of rows with something left to do, and those that were rung too often. The table is the truth: a sweeper rings again for what was lost. */
export class DoorbellQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string, { workerSeconds, receives }: DoorbellQueueProps) {
    super(scope, id);
    this.dead = new Queue(this, 'Dead', {
      ...secure,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(2),
    });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      // What is older than a day was given up in the table.
      retentionPeriod: Duration.days(1),
      visibilityTimeout: Duration.seconds(workerSeconds + 60),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: receives },
    });
  }

  /** Calls a function at once, `most` environments of it at the same time, with so many doorbells each; it answers which are to come again. */
  calls(lambda: Lambda, { doorbells, most }: { doorbells: number; most: number }): void {
    lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: doorbells,
        maxBatchingWindow: Duration.seconds(0),
        reportBatchItemFailures: true,
        maxConcurrency: most,
      }),
    );
  }

  /** Sending doorbells, nothing else. */
  grantRing(grantee: IGrantable): void {
    const send = { actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] };
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(send));
  }
}
