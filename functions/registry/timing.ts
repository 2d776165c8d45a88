import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance, so that tests need neither. */
export interface Timing {
  /** milliseconds since 1970 */
  epoch(): number;
  /** milliseconds that never run backwards */
  now(): number;
  /** Rejects when the signal is aborted first. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** at least 0, less than 1 */
  random(): number;
}

/** The machine's own. Waiting keeps no process alive. */
export const systemTiming: Timing = {
  epoch: () => Date.now(),
  now: () => performance.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { ref: false, ...(signal && { signal }) }),
  random: () => Math.random(),
};
