import type { Dialer } from '../network/dialer.ts';
import { keepNewest } from './keep-newest.ts';
import type { Timing } from './timing.ts';

export interface Pace {
  requestsPerSecond: number;
  /** requests at once after a rest */
  requestBurst: number;
}

// More hosts than a process talks to at a time; a bucket that is forgotten is a full one.
const mostHosts = 1_000;

/** A dialer that asks no host more often than its token bucket allows; who is too early waits for a turn, in order. */
export function pacedDialer(dialer: Dialer, timing: Timing, { requestsPerSecond, requestBurst }: Pace): Dialer {
  const interval = 1_000 / requestsPerSecond;
  // By host: when its bucket is full again.
  const full = new Map<string, number>();
  return {
    async get(url, call) {
      const now = timing.now();
      const next = Math.max(full.get(url.host) ?? now, now) + interval;
      keepNewest(full, url.host, next, mostHosts);
      const early = next - requestBurst * interval - now;
      if (early > 0) await wait(timing, early, call.signal);
      return dialer.get(url, call);
    },
    close: () => dialer.close(),
  };
}

async function wait(timing: Timing, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await timing.wait(milliseconds, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}
