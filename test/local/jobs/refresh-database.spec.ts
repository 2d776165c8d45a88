import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import type { Generation } from '../../../functions/trivy/database/generation.ts';
import type { PullOptions } from '../../../functions/trivy/database/pull-database.ts';
import { refreshDatabase } from '../../../local/jobs/refresh-database.ts';
import { handTimer } from '../../scans/hand-timer.ts';
import { settle } from '../../scans/image/image-world.ts';
import { silentLog } from '../silent-log.ts';

const generation = { id: 'g1' } as Generation;
const minute = 60_000;

/** Counts pulls; each fails while `fails` is set, and never ends while `hangs` is. */
function refresher(current: Generation | null = generation) {
  const timer = handTimer();
  const state = { pulls: 0, fails: false, hangs: false };
  const warned: unknown[] = [];
  const rounds = refreshDatabase({
    timer: timer.set,
    log: { ...silentLog, warn: (_, fields) => void warned.push(fields) },
    commands: {
      status: async () => (current ? { current } : {}),
      async pull({ signal }: PullOptions = {}) {
        state.pulls += 1;
        if (state.fails) throw new DrydockError('registry_unavailable', 'down');
        if (state.hangs)
          await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        return { outcome: 'unchanged', generation };
      },
    },
  });
  const pass = async (ms: number): Promise<number> => {
    timer.advance(ms);
    await settle();
    return state.pulls;
  };
  return { state, warned, rounds, pass };
}

describe('database refresher', () => {
  it('pulls at the start and every six hours', async () => {
    const { pass } = refresher();
    expect(await pass(0)).toBe(1);
    expect(await pass(359 * minute)).toBe(1);
    expect(await pass(minute)).toBe(2);
  });

  it('fetches nothing where there is no database at all', async () => {
    const { pass, state } = refresher(null);
    await pass(0);
    await pass(360 * minute);
    expect(state.pulls).toBe(0);
  });

  it('after a failure tries again in 1, 2, 4 … minutes, then every hour, and every six once it went well', async () => {
    const { state, pass, warned } = refresher();
    state.fails = true;
    await pass(360 * minute);
    const before = state.pulls;
    for (const [index, minutes] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(await pass(minutes * minute - 1)).toBe(before + index);
      expect(await pass(1)).toBe(before + index + 1);
    }
    expect(warned[0]).toEqual({ code: 'registry_unavailable', retryMs: minute });
    state.fails = false;
    const failed = await pass(60 * minute);
    expect(await pass(359 * minute)).toBe(failed);
    expect(await pass(minute)).toBe(failed + 1);
  });

  it('calls off a pull under way when the server ends', async () => {
    const { state, pass, rounds, warned } = refresher();
    await pass(0);
    state.hangs = true;
    await pass(360 * minute);
    await rounds.close();
    expect(await pass(360 * minute)).toBe(2);
    expect(warned).toEqual([]);
  });
});
