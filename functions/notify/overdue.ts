import { newDelivery } from './delivery-job.ts';
import { cloudEvent } from './event.ts';
import { messageId } from './message-id.ts';
import type { Clock, DeliveryStore, NotifyMetrics, SubscriptionStore } from './ports.ts';

/** Data of the dead man's alarm. */
export interface OverdueData {
  reasons: string[];
}

export interface Freshness {
  tenant: string;
  /** milliseconds since 1970: since when all that is watched has been matched again; absent while nothing is watched */
  oldestResult?: number | undefined;
  /** of the advisories in the database in use; absent when there is none */
  database?: number | undefined;
}

export interface OverdueRules {
  resultMs: number;
  databaseMs: number;
}

const dayMs = 86_400_000;
export const defaultOverdueRules: OverdueRules = { resultMs: 3 * dayMs, databaseMs: 2 * dayMs };

/** Why a rescan or the database is too old at `now`; empty when all is well. */
export function overdueReasons(freshness: Freshness, rules: OverdueRules, now: number): string[] {
  const { oldestResult, database } = freshness;
  const reasons: string[] = [];
  if (oldestResult !== undefined && now - oldestResult > rules.resultMs) {
    reasons.push(`watched images have not been matched again since ${new Date(oldestResult).toISOString()}`);
  }
  if (database === undefined) reasons.push('there is no vulnerability database');
  else if (now - database > rules.databaseMs) {
    reasons.push(`the vulnerability database is of ${new Date(database).toISOString()}`);
  }
  return reasons;
}

export interface OverdueDeps {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  clock: Clock;
  metrics: NotifyMetrics;
}

/** Counts, and tells every active subscription that wants to know, once a day while it lasts; never in a digest. */
export async function alarmWhenOverdue(
  deps: OverdueDeps,
  freshness: Freshness,
  rules: OverdueRules,
): Promise<string[]> {
  const now = deps.clock();
  const reasons = overdueReasons(freshness, rules, now);
  if (reasons.length === 0) return reasons;
  deps.metrics.count('RescansOverdue');
  const day = Math.floor(now / dayMs);
  for (const { tenant, name, state, filter } of await deps.subscriptions.list(freshness.tenant)) {
    if (state !== 'active' || filter.events?.includes('overdue') === false) continue;
    const created = day * dayMs;
    const data: OverdueData = { reasons };
    const event = cloudEvent('overdue', messageId(tenant, name, 'overdue', String(day)), created, data);
    await deps.deliveries.create(newDelivery({ tenant, subscription: name, created, event }, 'waiting', now));
  }
  return reasons;
}
