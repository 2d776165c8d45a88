import { type EventEmitter, once } from 'node:events';

/** Resolves with the first of these events, an error of the emitter being one too; leaves no listener behind. */
export async function firstEvent(emitter: EventEmitter, names: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const events = names.map((name) => once(emitter, name, { signal: stop.signal }).catch(() => undefined));
  await Promise.race(events);
  stop.abort();
}
