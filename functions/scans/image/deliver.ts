import type { DrydockError } from '../../errors.ts';
import { buryImageScan } from './dead-letter.ts';
import { type RunDeps, type RunOutcome, runImageScan } from './run.ts';
import { parseScanMessage } from './scan-message.ts';

/** One delivery of a queue. */
export interface Delivery {
  /** the queue's own name of it */
  id: string;
  body: string;
}

/** Delivers a message again after so many milliseconds, instead of when the queue would. */
export type Postpone = (delivery: Delivery, ms: number) => Promise<void>;

/**
 * Runs what was delivered and returns the ids of the deliveries that are to come again. One that fails does not touch the
 * others; what is no message of ours is counted and gone.
 */
export async function deliverImageScans(
  deps: RunDeps,
  deliveries: readonly Delivery[],
  postpone: Postpone,
  signal?: AbortSignal,
): Promise<string[]> {
  const again = await Promise.all(deliveries.map((delivery) => deliverOne(deps, delivery, postpone, signal)));
  return deliveries.filter((_, index) => again[index]).map(({ id }) => id);
}

async function deliverOne(
  deps: RunDeps,
  delivery: Delivery,
  postpone: Postpone,
  signal?: AbortSignal,
): Promise<boolean> {
  const message = parseScanMessage(delivery.body);
  if (message === undefined) {
    await buryImageScan(deps, undefined);
    return false;
  }
  let outcome: RunOutcome;
  try {
    outcome = await runImageScan(deps, message, signal);
  } catch (error) {
    deps.log.warn('delivery failed', { scan: message.id, code: (error as Partial<DrydockError>).code ?? 'internal' });
    return true;
  }
  if (outcome === 'done') return false;
  // The queue's own time is as good, only longer or shorter: the row says when it may be taken.
  await postpone(delivery, outcome.againAfterMs).catch(() => undefined);
  return true;
}
