import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A worker ends within its own timeout; a message must stay hidden for longer. */
export const workerTimeoutSeconds = 900;
const visibility = Duration.seconds(workerTimeoutSeconds + 60);

/**
 * A scan that waits as its registry asked is received again each time; a row's deadline ends it long before. What comes so often
 * has ended its worker every time.
 */
const receives = 100;

const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Doorbells of image scans, and those that were rung too often. */
export class ScanQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.dead = new Queue(this, 'Dead', {
      ...secure,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.minutes(2),
    });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      // The table is the truth: what is older than a day was given up there.
      retentionPeriod: Duration.days(1),
      visibilityTimeout: visibility,
      deadLetterQueue: { queue: this.dead, maxReceiveCount: receives },
    });
  }

  /** Sending doorbells, nothing else. */
  grantRing(grantee: IGrantable): void {
    const send = { actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] };
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(send));
  }
}
