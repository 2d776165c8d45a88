import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { BatchMessage, BatchQueue } from '../rescans/ports.ts';
import { reachStorage } from './storage-unavailable.ts';

/** The queue of batches of rescans; `format` writes a message as its readers expect it. */
export const sqsBatchQueue = (
  client: SQSClient,
  url: string,
  format: (message: BatchMessage) => string,
): BatchQueue => ({
  ring: (message) =>
    reachStorage('the queue', async () => {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: format(message) }));
    }),
});
