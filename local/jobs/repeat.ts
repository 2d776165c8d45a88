import type { Timer } from '../../functions/scans/ports.ts';

/** Does the work at once and then again `ms` milliseconds after each end, asked for each time when it is a function; `close` resolves when none is under way. */
export function repeat(
  timer: Timer,
  ms: number | (() => number),
  work: () => Promise<unknown>,
): { close(): Promise<void> } {
  let isClosed = false;
  let cancel = () => {};
  let current: Promise<void> = Promise.resolve();
  const round = (): void => {
    current = work()
      // What failed is logged where it did; the next round tries again.
      .then(undefined, () => undefined)
      .then(() => {
        if (!isClosed) cancel = timer(typeof ms === 'number' ? ms : ms(), round);
      });
  };
  round();
  return {
    async close() {
      isClosed = true;
      cancel();
      await current;
    },
  };
}
