import type { Log } from '../../functions/api/log.ts';
import type { DrydockError } from '../../functions/errors.ts';
import type { Timer } from '../../functions/scans/ports.ts';
import type { DatabaseCommands } from '../../functions/trivy/database/database-commands.ts';
import { repeat } from './repeat.ts';

export interface RefreshDeps {
  commands: Pick<DatabaseCommands, 'status' | 'pull'>;
  timer: Timer;
  log: Log;
}

const everyMs = 6 * 3_600_000;
const firstRetryMs = 60_000;
const lastRetryMs = 3_600_000;

/** Fetches a newer database every six hours, and after a failure in 1, 2, 4 … minutes, at most an hour. Where there is none at all, somebody has to get the first one. */
export function refreshDatabase({ commands, timer, log }: RefreshDeps): { close(): Promise<void> } {
  const closing = new AbortController();
  let waitMs = everyMs;
  let retryMs = firstRetryMs;
  const work = async (): Promise<void> => {
    try {
      if ((await commands.status()).current !== undefined) {
        const { outcome, generation } = await commands.pull({ signal: closing.signal });
        log.info('database refreshed', { outcome, database: generation.id });
      }
      waitMs = everyMs;
      retryMs = firstRetryMs;
    } catch (error) {
      if (closing.signal.aborted) return;
      log.warn('database not refreshed', { code: (error as Partial<DrydockError>).code ?? 'internal', retryMs });
      waitMs = retryMs;
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    }
  };
  const rounds = repeat(timer, () => waitMs, work);
  return {
    async close() {
      closing.abort();
      await rounds.close();
    },
  };
}
