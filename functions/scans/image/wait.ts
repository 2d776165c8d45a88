import type { Clock, Timer } from '../ports.ts';
import { type ImageScan, isFinal } from './image-scan.ts';
import type { ImageScanStore } from './ports.ts';

export interface WaitDeps {
  scans: Pick<ImageScanStore, 'read'>;
  clock: Clock;
  timer: Timer;
}

/** As `Prefer: wait=` may ask at most: the gateway gives up at 30 s. */
export const longestWaitMs = 25_000;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/** The scan when it is finished, or as it is when `ms` are over or the signal aborts; looks after 0.25, 0.5, 1, 2, 2 … seconds. */
export async function waitForImageScan(
  deps: WaitDeps,
  scan: ImageScan,
  ms: number,
  signal?: AbortSignal,
): Promise<ImageScan> {
  const end = deps.clock() + Math.min(ms, longestWaitMs);
  let latest = scan;
  let pause = firstPauseMs;
  while (!isFinal(latest) && signal?.aborted !== true) {
    const left = end - deps.clock();
    if (left <= 0) break;
    await sleep(deps.timer, Math.min(pause, left), signal);
    pause = Math.min(pause * 2, longestPauseMs);
    latest = (await deps.scans.read(scan.tenant, scan.id)) ?? latest;
  }
  return latest;
}

function sleep(timer: Timer, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timer(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
