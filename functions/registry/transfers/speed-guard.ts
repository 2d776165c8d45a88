import { DrydockError } from '../../errors.ts';
import type { RegistryLimits } from '../limits.ts';
import type { Timing } from '../timing.ts';

/** Watches how fast one transfer comes in. Only time spent waiting for the registry counts, not that of a slow reader. */
export interface SpeedGuard {
  /** aborted with DrydockError `registry_unavailable` when the transfer is too slow or takes too long */
  signal: AbortSignal;
  waiting(): void;
  received(bytes: number): void;
  stop(): void;
}

export function speedGuard(timing: Timing, limits: RegistryLimits): SpeedGuard {
  const controller = new AbortController();
  const ended = new AbortController();
  const start = timing.now();
  let waitingSince: number | undefined;
  let waited = 0;
  let bytes = 0;

  const settle = (): void => {
    if (waitingSince === undefined) return;
    waited += timing.now() - waitingSince;
    waitingSince = timing.now();
  };
  const giveUp = (reason: string): void => {
    controller.abort(new DrydockError('registry_unavailable', `the registry sends a layer ${reason}`));
  };
  const watch = async (): Promise<void> => {
    while (!ended.signal.aborted && !controller.signal.aborted) {
      await timing.wait(limits.slowMs, ended.signal);
      settle();
      const isWaiting = waited >= limits.slowMs / 2;
      if (isWaiting && bytes < (limits.bytesPerSecond * waited) / 1_000) giveUp('too slowly');
      else if (timing.now() - start >= limits.blobMs) giveUp(`for longer than ${limits.blobMs / 1_000} s`);
      waited = 0;
      bytes = 0;
    }
  };
  // Its only way to fail is that the transfer ended first.
  watch().catch(() => undefined);

  return {
    signal: controller.signal,
    waiting() {
      waitingSince = timing.now();
    },
    received(count) {
      settle();
      waitingSince = undefined;
      bytes += count;
    },
    stop: () => ended.abort(),
  };
}
