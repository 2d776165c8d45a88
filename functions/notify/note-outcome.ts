import type { Clock, NotifyLog, NotifyMetrics, SubscriptionStore } from './ports.ts';
import type { Subscription } from './subscription.ts';

interface NoteDeps {
  subscriptions: SubscriptionStore;
  clock: Clock;
  log: NotifyLog;
  metrics: NotifyMetrics;
}

/** A success ends a row of failures. Lost to another writer it is noted by the next. */
export async function noteSuccess(deps: NoteDeps, subscription: Subscription): Promise<void> {
  if (subscription.failingSince === undefined) return;
  const { failingSince: _, ...rest } = subscription;
  await deps.subscriptions.replace({ ...rest, fence: rest.fence + 1 }, rest.fence);
}

/** Remembers since when it fails; disables a subscription that failed for too long, or whose receiver is gone. */
export async function noteFailure(
  deps: NoteDeps,
  subscription: Subscription,
  failure: { isGone: boolean; afterMs: number },
): Promise<void> {
  const now = deps.clock();
  const { failingSince = now, fence } = subscription;
  const isDisabled = failure.isGone || now - failingSince >= failure.afterMs;
  if (!isDisabled && subscription.failingSince !== undefined) return;
  const reason = failure.isGone ? 'the receiver answered 410' : 'it has failed for 5 days';
  const next: Subscription = {
    ...subscription,
    failingSince,
    ...(isDisabled && { state: 'disabled', reason, updated: now }),
    fence: fence + 1,
  };
  if (!(await deps.subscriptions.replace(next, fence)) || !isDisabled) return;
  deps.metrics.count('SubscriptionsDisabled');
  deps.log.warn('subscription disabled', { subscription: subscription.name, reason });
}
