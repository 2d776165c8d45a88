import type { ImageScan } from '../../functions/scans/image/image-scan.ts';
import { type WaitDeps, waitForImageScan } from '../../functions/scans/image/wait.ts';

export interface WaitingRoom {
  /** Undefined, at once, when all places are taken. */
  wait(scan: ImageScan, ms: number): Promise<ImageScan | undefined>;
  /** Whoever waits gets the scan as it is. */
  close(): void;
}

/** Where callers wait for the end of a scan, so many at the same time. */
export function waitingRoom(deps: WaitDeps, places: number): WaitingRoom {
  const closing = new AbortController();
  let taken = 0;
  return {
    async wait(scan, ms) {
      if (taken >= places) return undefined;
      taken += 1;
      try {
        return await waitForImageScan(deps, scan, ms, closing.signal);
      } finally {
        taken -= 1;
      }
    },
    close: () => closing.abort(),
  };
}
