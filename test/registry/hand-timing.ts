import type { Timing } from '../../functions/registry/timing.ts';

export interface HandTiming extends Timing {
  /** every wait there was, in milliseconds */
  waits: number[];
  advance(milliseconds: number): void;
}

/** Time that goes on only when a test advances it. Waits below `short` milliseconds are over at once, and take no time. */
export function handTiming({ short = 5_000, random = 0.5 } = {}): HandTiming {
  let now = 0;
  const waits: number[] = [];
  let pending: { at: number; resolve: () => void }[] = [];
  return {
    waits,
    epoch: () => 1_700_000_000_000 + now,
    now: () => now,
    random: () => random,
    wait(milliseconds, signal) {
      if (milliseconds < short) {
        waits.push(milliseconds);
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        pending.push({ at: now + milliseconds, resolve });
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    },
    advance(milliseconds) {
      now += milliseconds;
      const due = pending.filter(({ at }) => at <= now);
      pending = pending.filter(({ at }) => at > now);
      for (const { resolve } of due) resolve();
    },
  };
}
