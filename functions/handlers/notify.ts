import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deliverDue, deliverOne } from '../notify/deliver.ts';
import { parseDeliveryKey } from '../notify/delivery-message.ts';
import { makeDigests } from '../notify/make-digest.ts';
import { invocations } from './invocation.ts';
import { openJobs } from './open-jobs.ts';
import { openNotifications } from './open-notifications.ts';

const { log, metrics, run } = invocations();
const deps = { ...openNotifications(openJobs(), log), log, metrics };

/** What one receiver may take, and the end of the round. */
const marginMs = 15_000;
/** The next turn of the schedule goes on. */
const mostRounds = 20;

/** Sends the messages that doorbells name, all at the same time; answers which doorbells are to come again. */
async function answerBells({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const tries = Records.map(async ({ body }) => {
    const key = parseDeliveryKey(body);
    if (key === undefined) metrics.count('DeliveryMessagesUnknown');
    else await deliverOne(deps, key);
  });
  const ends = await Promise.allSettled(tries);
  const failed = Records.filter((_, index) => ends[index]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Makes digests and sends all that is due, whether somebody rang for it or not. */
async function sendDue(signal: AbortSignal): Promise<{ looked: number }> {
  await makeDigests(deps);
  let looked = 0;
  for (let round = 0; round < mostRounds && !signal.aborted; round += 1) {
    const count = await deliverDue(deps);
    looked += count;
    if (count === 0) break;
  }
  return { looked };
}

/** Called by doorbells, and by a schedule for what nobody rang for; twice at once is the same as once. */
export const handler = (
  event: SQSEvent | Record<string, never>,
  context: Context,
): Promise<SQSBatchResponse | { looked: number }> =>
  run<SQSBatchResponse | { looked: number }>(context, marginMs, (signal) =>
    'Records' in event ? answerBells(event as SQSEvent) : sendDue(signal),
  );
