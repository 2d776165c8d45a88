import { alarmWhenOverdue, defaultOverdueRules, type OverdueDeps } from '../../notify/overdue.ts';
import type { RunStore, WatchStore } from '../ports.ts';
import { oldestRescan } from './oldest-rescan.ts';

export interface AlarmTenantsDeps {
  watches: Pick<WatchStore, 'tenants' | 'list' | 'patterns'>;
  runs: Pick<RunStore, 'list'>;
  telling: OverdueDeps;
  /** when the advisories in use were made, in milliseconds since 1970; undefined when there are none */
  databaseDate: () => Promise<number | undefined>;
}

/** What the alarm looked at, in milliseconds since 1970: of the tenant that waits longest, undefined where nothing is watched. */
export interface LookedAt {
  oldestRescan: number | undefined;
  database: number | undefined;
}

/** The dead man's alarm of every tenant with watches. */
export async function alarmTenants({ watches, runs, telling, databaseDate }: AlarmTenantsDeps): Promise<LookedAt> {
  const database = await databaseDate();
  let oldest: number | undefined;
  for (const tenant of await watches.tenants()) {
    const oldestResult = await oldestRescan({ runs, watches, clock: telling.clock }, tenant);
    await alarmWhenOverdue(telling, { tenant, oldestResult, database }, defaultOverdueRules);
    if (oldestResult !== undefined) oldest = Math.min(oldest ?? oldestResult, oldestResult);
  }
  return { oldestRescan: oldest, database };
}
