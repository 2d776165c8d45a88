import { createRequire } from 'node:module';

/**
 * Loads LevelDB's native code in this thread, too. Node unmaps what only a worker has loaded when that worker ends, while
 * LevelDB's own threads may still be running in it: the process would die of a segmentation fault.
 */
export function holdDatabaseCode(): void {
  const fromDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
  fromDynalite('level');
}
