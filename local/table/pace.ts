import type { Timer } from '../../functions/scans/ports.ts';

/** How long work that nobody waits for may take. */
export interface Pace {
  /** Resolves a little later, at once while somebody is in a hurry. */
  rest(): Promise<void>;
  /** Nothing rests until this work is done. */
  hurry<T>(work: () => Promise<T>): Promise<T>;
}

export function slowPace(timer: Timer, restMs: number): Pace {
  const resting = new Set<() => void>();
  let hurried = 0;
  return {
    rest() {
      if (hurried > 0) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          cancel();
          resting.delete(wake);
          resolve();
        };
        const cancel = timer(restMs, wake);
        resting.add(wake);
      });
    },
    async hurry(work) {
      hurried += 1;
      for (const wake of resting) wake();
      try {
        return await work();
      } finally {
        hurried -= 1;
      }
    },
  };
}
