import { type AnalysisStore, checkAnalysisName } from '../../scans/image/analysis-store.ts';
import type { Timer } from '../timing.ts';
import type { RedisAddress } from './redis-address.ts';
import { type RedisConnection, redisConnection } from './redis-connection.ts';

export interface RedisAnalysisStoreOptions {
  /** what is not written again for so long vanishes, milliseconds */
  lifeMs: number;
  /** for an answer, milliseconds */
  answerMs: number;
  timer: Timer;
}

const prefix = 'drydock:analysis:';
const mostBytes = 128 * 1024 * 1024;

/** Analyses in a Redis that others may use, too. Trivy never speaks to it: what it holds is checked as objects in a bucket are. */
export function redisAnalysisStore(
  address: RedisAddress,
  { lifeMs, answerMs, timer }: RedisAnalysisStoreOptions,
): AnalysisStore & { close(): void } {
  let connection: RedisConnection | undefined;
  const ask = async (...words: (string | Uint8Array)[]): Promise<Buffer | undefined> => {
    if (connection?.isOpen() !== true) connection = redisConnection(address, mostBytes);
    const current = connection;
    // One that does not answer is given up: what comes late would be taken for the answer to another question.
    const callOff = timer(answerMs, () => current.close());
    return current.ask(...words).finally(callOff);
  };
  return {
    read: async (name) => ask('GET', prefix + checkAnalysisName(name)),
    async write(name, bytes) {
      await ask('SET', prefix + checkAnalysisName(name), bytes, 'EX', String(Math.ceil(lifeMs / 1_000)));
    },
    close: () => connection?.close(),
  };
}
