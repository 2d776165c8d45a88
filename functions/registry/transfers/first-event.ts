import type { EventEmitter } from 'node:events';

/** Resolves with the first of these events, an error of the emitter being one too; leaves no listener behind. */
export function firstEvent(emitter: EventEmitter, names: readonly string[]): Promise<void> {
  const all = [...names, 'error'];
  return new Promise((resolve) => {
    const end = (): void => {
      for (const name of all) emitter.off(name, end);
      resolve();
    };
    for (const name of all) emitter.on(name, end);
  });
}
