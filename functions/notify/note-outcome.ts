import { deliveryLimits } from './delivery-job.ts';
import type { Clock, DeliveryStore, NotifyLog, NotifyMetrics, SubscriptionStore } from './ports.ts';
import type { Subscription } from './subscription.ts';

const pageSize = 100;

interface NoteDeps {
  subscriptions: SubscriptionStore;
  deliveries: Pick<DeliveryStore, 'list'>;
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
  const isOver = now - failingSince >= failure.afterMs;
  // Whoever had the last success may have died before it was noted.
  const isMistaken = isOver && !failure.isGone && (await hasDelivered(deps, subscription, failingSince));
  const isDisabled = failure.isGone || (isOver && !isMistaken);
  if (!isDisabled && !isMistaken && subscription.failingSince !== undefined) return;
  const reason = failure.isGone ? 'the receiver answered 410' : 'it has failed for 5 days';
  const next: Subscription = {
    ...subscription,
    failingSince: isMistaken ? now : failingSince,
    ...(isDisabled && { state: 'disabled', reason, updated: now }),
    fence: fence + 1,
  };
  if (!(await deps.subscriptions.replace(next, fence)) || !isDisabled) return;
  deps.metrics.count('SubscriptionsDisabled');
  deps.log.warn('subscription disabled', { subscription: subscription.name, reason });
}

/** Whether a message was delivered since a time: the newest are looked at, those that may have been sent since. */
async function hasDelivered({ deliveries }: NoteDeps, { tenant, name }: Subscription, since: number): Promise<boolean> {
  let after: string | undefined;
  do {
    const position = after === undefined ? {} : { after };
    const page = await deliveries.list({ tenant, subscription: name, limit: pageSize, ...position });
    if (page.deliveries.some(({ status, finished = 0 }) => status === 'delivered' && finished >= since)) return true;
    const oldest = page.deliveries.at(-1)?.created ?? 0;
    after = oldest < since - deliveryLimits.lifetimeMs ? undefined : page.next;
  } while (after !== undefined);
  return false;
}
