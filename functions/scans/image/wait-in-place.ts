import type { ImageScan } from './image-scan.ts';
import type { WaitPlaces } from './ports.ts';
import { type WaitDeps, waitForImageScan } from './wait.ts';

/** Until whoever waits has surely been answered. */
const marginMs = 5_000;

/** Waits for the end of a scan in one of the places; undefined, at once, when none is free or nobody knows. */
export async function waitInPlace(
  deps: WaitDeps,
  places: WaitPlaces,
  scan: ImageScan,
  ms: number,
): Promise<ImageScan | undefined> {
  const giveBack = await places.take(ms + marginMs).catch(() => undefined);
  if (giveBack === undefined) return undefined;
  try {
    return await waitForImageScan(deps, scan, ms);
  } finally {
    // One that is not given back is free when its time is over.
    await giveBack().catch(() => undefined);
  }
}
