import { DrydockError } from '../errors.ts';
import { keepNewest } from './keep-newest.ts';
import type { Timing } from './timing.ts';

/** Answers again what a registry said a moment ago, instead of asking it again. */
export interface RecentRefusals {
  /** Throws the refusal that stands for this puller or this question. */
  check(puller: string, question: string): void;
  note(puller: string, question: string, error: unknown): void;
}

interface Refusal {
  error: DrydockError;
  until: number;
}

const most = 1_000;
const lasting: ReadonlySet<string> = new Set(['image_not_found', 'registry_refused']);

/** `lifeMs`: how long "no such image" and "no access" stand. A rate limit stands as long as the registry said. */
export function recentRefusals(timing: Timing, lifeMs: number): RecentRefusals {
  const kept = new Map<string, Refusal>();
  const find = (key: string): Refusal | undefined => {
    const refusal = kept.get(key);
    return refusal !== undefined && refusal.until > timing.now() ? refusal : undefined;
  };
  const keep = (key: string, error: DrydockError, milliseconds: number): void => {
    keepNewest(kept, key, { error, until: timing.now() + milliseconds }, most);
  };
  return {
    check(puller, question) {
      const limited = find(puller);
      if (limited !== undefined) {
        const retryAfter = Math.ceil((limited.until - timing.now()) / 1_000);
        throw new DrydockError('registry_rate_limited', limited.error.message, { retryAfter });
      }
      const refused = find(`${puller} ${question}`);
      if (refused !== undefined) throw new DrydockError(refused.error.code, refused.error.message);
    },
    note(puller, question, error) {
      if (!(error instanceof DrydockError)) return;
      if (error.code === 'registry_rate_limited') keep(puller, error, (error.retryAfter ?? 0) * 1_000);
      else if (lasting.has(error.code)) keep(`${puller} ${question}`, error, lifeMs);
    },
  };
}
