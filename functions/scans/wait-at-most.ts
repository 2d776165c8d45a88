import type { Timer } from './ports.ts';

/** Runs `work` and, when it takes longer than `ms`, aborts its signal and rejects with `late()`. */
export function waitAtMost<T>(
  timer: Timer,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => Error,
): Promise<T> {
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const cancel = timer(ms, () => {
      controller.abort();
      reject(late());
    });
    work(controller.signal).finally(cancel).then(resolve, reject);
  });
}
