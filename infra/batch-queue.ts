import { Duration } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { workerTimeoutSeconds } from './scan-queue.ts';

const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
const receives = 5;

/** Doorbells of batches of rescans. What was rung too often waits to be looked at: the planner rings for its batch again. */
export class BatchQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.dead = new Queue(this, 'Dead', { ...secure, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      retentionPeriod: Duration.days(1),
      visibilityTimeout: Duration.seconds(workerTimeoutSeconds + 60),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: receives },
    });
  }

  /** Sending doorbells, nothing else. */
  grantRing(grantee: IGrantable): void {
    const send = { actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] };
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(send));
  }
}
