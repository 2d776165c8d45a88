import { DrydockError } from '../errors.ts';
import type { ManifestScan, ManifestScanStore, Timer } from './ports.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface WriteCaps {
  /** milliseconds for the first write of an environment, which may have to connect */
  firstMs: number;
  /** milliseconds for every other write */
  warmMs: number;
}

/**
 * A store whose writes are aborted at a cap and then reject with `storage_unavailable`: an answer must not wait for a slow
 * table, and a frozen Lambda environment must not keep a request open.
 */
export function cappedScanStore(store: ManifestScanStore, timer: Timer, caps: WriteCaps): ManifestScanStore {
  let isFirst = true;
  return {
    ...store,
    record(scan: ManifestScan) {
      const ms = isFirst ? caps.firstMs : caps.warmMs;
      isFirst = false;
      const late = () => new DrydockError('storage_unavailable', `the table took longer than ${ms} ms`);
      return waitAtMost(timer, ms, (signal) => store.record(scan, signal), late);
    },
  };
}
