import { DrydockError } from '../errors.ts';
import type { Timing } from './timing.ts';

const firstMs = 250;
const longestMs = 4_000;

/** Whether trying again at once can help: not when the registry named a time, which is the queue's to wait for. */
export function isTransient(error: unknown): boolean {
  return error instanceof DrydockError && error.code === 'registry_unavailable' && error.retryAfter === undefined;
}

/** Waits before the next try, 1 being the first one again: any time up to a bound that doubles ("full jitter"). */
export async function backOff(timing: Timing, retry: number, signal: AbortSignal | undefined): Promise<void> {
  const bound = Math.min(firstMs * 2 ** (retry - 1), longestMs);
  await timing.wait(timing.random() * bound, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

/** Tries until it succeeds, fails for good or was tried `attempts` times. */
export async function withRetries<T>(
  timing: Timing,
  attempts: number,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let retry = 1; ; retry += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (retry >= attempts || !isTransient(error)) throw error;
      await backOff(timing, retry, signal);
    }
  }
}
