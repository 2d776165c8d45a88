import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DrydockError } from '../../errors.ts';
import type { ScanMessage, ScanQueue } from '../../scans/image/ports.ts';

export interface SqsScanQueue extends ScanQueue {
  /** Hides a message that is being worked on for so many milliseconds from now; SQS takes 12 hours at most. */
  postpone(receipt: string, ms: number): Promise<void>;
}

const longestSeconds = 43_200;

/** The queue of image scans; `format` writes a message as its readers expect it. */
export function sqsScanQueue(client: SQSClient, url: string, format: (message: ScanMessage) => string): SqsScanQueue {
  return {
    ring: (message) =>
      reachQueue(async () => {
        await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: format(message) }));
      }),
    postpone: (receipt, ms) =>
      reachQueue(async () => {
        const VisibilityTimeout = Math.min(Math.ceil(ms / 1000), longestSeconds);
        await client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout }),
        );
      }),
  };
}

async function reachQueue<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw new DrydockError('storage_unavailable', 'the queue cannot be used right now', { cause: error });
  }
}
