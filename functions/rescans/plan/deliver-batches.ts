import type { DrydockError } from '../../errors.ts';
import type { BatchMessage } from '../ports.ts';
import { parseBatchMessage, pausesMs } from './batch-message.ts';
import { type RunBatchDeps, runBatch } from './run-batch.ts';

/**
 * Does what was delivered, one batch after the other, and returns the ids of the deliveries that are to come again. One that fails does
 * not touch the others; what is no message of ours is counted, told and gone. For a batch that waits it rings again, a few times: scans
 * mostly end soon, and each look reads all images of the batch.
 */
export async function deliverBatches(
  deps: RunBatchDeps,
  deliveries: readonly { id: string; body: string }[],
  signal?: AbortSignal,
): Promise<string[]> {
  const again: string[] = [];
  for (const { id, body } of deliveries) {
    const message = ourMessage(deps, id, body);
    if (message === undefined) continue;
    try {
      if ((await runBatch(deps, message, signal)) === 'pending') await ringLater(deps, message);
    } catch (error) {
      const { code = 'internal' } = error as Partial<DrydockError>;
      deps.log.warn('batch not done', { run: message.run, batch: message.number, code });
      again.push(id);
    }
  }
  return again;
}

async function ringLater({ queue }: RunBatchDeps, message: BatchMessage): Promise<void> {
  const { again = 0 } = message;
  const pause = pausesMs[again];
  if (pause !== undefined) await queue.ring({ ...message, again: again + 1 }, pause);
}

function ourMessage({ metrics, log }: RunBatchDeps, id: string, body: string): BatchMessage | undefined {
  try {
    return parseBatchMessage(body);
  } catch (error) {
    metrics.count('RescanMessagesUnknown');
    log.warn('message not understood', { message: id, reason: (error as Error).message });
    return undefined;
  }
}
