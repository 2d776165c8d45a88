import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { buryImageScan } from '../scans/image/dead-letter.ts';
import { parseScanMessage } from '../scans/image/scan-message.ts';
import { invocations } from './invocation.ts';
import { openJobs } from './open-jobs.ts';

const { log, metrics, run } = invocations();
const deps = { ...openJobs(), log, metrics };

/** Fails the scans of messages that were delivered too often; one that cannot be written stays in the queue of dead letters. */
export const handler = ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  run(context, 0, async () => {
    const buried = await Promise.allSettled(Records.map(({ body }) => buryImageScan(deps, parseScanMessage(body))));
    const failed = Records.filter((_, index) => buried[index]?.status === 'rejected');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
