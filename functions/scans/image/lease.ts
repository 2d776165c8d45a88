import type { Clock, Timer } from '../ports.ts';
import type { ImageScan, ScanPhase, ScanProgress } from './image-scan.ts';
import { renewed } from './job.ts';
import type { ImageScanLimits } from './limits.ts';
import type { ImageScanStore } from './ports.ts';

/** A worker's hold on a scan: its writes one after the other, each expecting the fencing number of the one before. */
export interface Lease {
  /** aborts when the lease is lost: another worker has the scan, or nobody may know that we still do */
  signal: AbortSignal;
  /** what the next renewal tells */
  tell(phase: ScanPhase, progress?: ScanProgress): void;
  /** False when the lease is lost; then nothing was written. */
  write(change: (scan: ImageScan) => ImageScan): Promise<boolean>;
  scan(): ImageScan;
  /** Ends the renewals; resolves when none is under way. */
  end(): Promise<void>;
}

export interface LeaseDeps {
  scans: Pick<ImageScanStore, 'replace'>;
  limits: ImageScanLimits;
  clock: Clock;
  timer: Timer;
}

/** `scan` is the row as the worker took it. */
export function holdLease(deps: LeaseDeps, scan: ImageScan): Lease {
  const { limits, clock, timer } = deps;
  const losing = new AbortController();
  let held = scan;
  let state: { phase: ScanPhase; progress?: ScanProgress | undefined } = { phase: 'preparing' };
  let writing: Promise<unknown> = Promise.resolve();
  let isEnded = false;
  let cancel = () => {};

  const write = (change: (scan: ImageScan) => ImageScan): Promise<boolean> => {
    const attempt = writing.then(async () => {
      if (losing.signal.aborted) return false;
      const next = change(held);
      if (next === held || (await deps.scans.replace(next, held.fence))) {
        held = next;
        return true;
      }
      losing.abort();
      return false;
    });
    writing = attempt.catch(() => undefined);
    return attempt;
  };
  const renew = async (): Promise<void> => {
    try {
      // A renewal that waited behind the last write has nothing to renew.
      const renew = (scan: ImageScan) => (scan.status === 'running' ? renewed(scan, state, clock(), limits) : scan);
      await write(renew);
    } catch {
      // The table may be back before the lease ends.
      if (clock() >= (held.due ?? 0)) losing.abort();
    }
    if (!isEnded && !losing.signal.aborted) schedule();
  };
  const schedule = () => {
    cancel = timer(limits.renewMs, () => {
      if (!isEnded) void renew();
    });
  };
  schedule();
  return {
    signal: losing.signal,
    tell(phase, progress) {
      state = { phase, progress };
    },
    write,
    scan: () => held,
    async end() {
      isEnded = true;
      cancel();
      await writing;
    },
  };
}
