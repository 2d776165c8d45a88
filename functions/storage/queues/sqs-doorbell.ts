import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { reachStorage } from '../storage-unavailable.ts';

/** What SQS can hold a message back. */
const longestMs = 900_000;

export interface SqsDoorbell<Message> {
  /** A message for later than a quarter of an hour is not sent: whoever sweeps finds its row. */
  ring(message: Message, afterMs?: number): Promise<void>;
}

/** A queue whose messages say which row to look at; `format` writes one as its readers expect it. */
export const sqsDoorbell = <Message>(
  client: SQSClient,
  url: string,
  format: (message: Message) => string,
): SqsDoorbell<Message> => ({
  async ring(message, afterMs = 0) {
    if (afterMs > longestMs) return;
    const DelaySeconds = Math.ceil(afterMs / 1000);
    const sent = { QueueUrl: url, MessageBody: format(message), ...(DelaySeconds > 0 && { DelaySeconds }) };
    await reachStorage('the queue', () => client.send(new SendMessageCommand(sent)));
  },
});
