import { sendMessage } from './compose.ts';
import type { Delivery } from './delivery.ts';
import { delivered, deliveryLimits, failed, failedOnce, postponed, taken } from './delivery-job.ts';
import { noteFailure, noteSuccess } from './note-outcome.ts';
import type {
  Clock,
  DeliveryKey,
  DeliveryStore,
  DeploymentKey,
  NotifyLog,
  NotifyMetrics,
  SubscriptionStore,
  Transports,
} from './ports.ts';
import { openTarget } from './sealed-target.ts';
import { codeOf, tryOnce } from './try-once.ts';

export interface DeliverDeps {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  transports: Transports;
  deploymentKey: DeploymentKey;
  clock: Clock;
  /** a name that no other try has */
  newHolder: () => string;
  /** at least 0, less than 1 */
  chance: () => number;
  log: NotifyLog;
  metrics: NotifyMetrics;
}

/** At most so many in one round; the next one goes on. */
const batch = 100;
const atOnce = 8;

/** Sends what is due, a few at a time; resolves to how many were looked at. One receiver's trouble does not keep it from the others. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const keys = await deps.deliveries.due(deps.clock(), batch);
  const rest = [...keys];
  const silent = new Set<string>();
  const look = async (key: DeliveryKey): Promise<void> => {
    const receiver = `${key.tenant} ${key.subscription}`;
    if (silent.has(receiver)) return postpone(deps, key);
    if ((await deliverOne(deps, key)) === 'silent') silent.add(receiver);
  };
  const sender = async (): Promise<void> => {
    for (let key = rest.shift(); key !== undefined; key = rest.shift()) {
      const { id } = key;
      await look(key).catch((error: unknown) => {
        deps.log.warn('message not looked at', { message: id, code: codeOf(error) });
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return keys.length;
}

/** Nobody waits for a receiver with each of its messages. */
async function postpone(deps: DeliverDeps, key: DeliveryKey): Promise<void> {
  const row = await readDue(deps, key);
  if (row !== undefined) await deps.deliveries.replace(postponed(row, deps.clock()), row.fence);
}

async function readDue({ deliveries, clock }: DeliverDeps, key: DeliveryKey): Promise<Delivery | undefined> {
  const row = await deliveries.read(key);
  return row?.status === 'waiting' && row.due !== undefined && row.due <= clock() ? row : undefined;
}

/** Sends one message, if it is due and nobody else is at it; `silent` when nobody answered. Rejects when the table cannot be reached. */
export async function deliverOne(deps: DeliverDeps, key: DeliveryKey): Promise<'silent' | undefined> {
  const { deliveries } = deps;
  const row = await readDue(deps, key);
  if (row === undefined) return undefined;
  const now = deps.clock();
  const subscription = await deps.subscriptions.read(key.tenant, key.subscription);
  if (subscription === undefined || subscription.state !== 'active' || now >= row.deadline) {
    const reason =
      subscription === undefined ? 'there is no such subscription any more' : stoppedBy(subscription.state);
    await deliveries.replace(failed(row, reason, now), row.fence);
    return undefined;
  }
  const ours = taken(row, deps.newHolder(), now);
  if (!(await deliveries.replace(ours, row.fence))) return undefined;
  const outcome = await tryOnce(deps.log, () =>
    sendMessage(deps.transports, openTarget(deps.deploymentKey, subscription), ours, now),
  );
  const end = deps.clock();
  if (outcome.error === undefined) {
    await deliveries.replace(delivered(ours, end), ours.fence);
    deps.metrics.count('MessagesDelivered');
    await noteSuccess(deps, subscription);
    return undefined;
  }
  deps.metrics.count('MessageTriesFailed');
  deps.log.warn('message not delivered', { message: row.id, subscription: subscription.name, reason: outcome.error });
  const next: Delivery = outcome.isFinal
    ? failed(ours, outcome.error, end)
    : failedOnce(ours, { error: outcome.error, retryAfterMs: outcome.retryAfterMs }, end, deps.chance());
  await deliveries.replace(next, ours.fence);
  await noteFailure(deps, subscription, { isGone: outcome.isGone, afterMs: deliveryLimits.disableAfterMs });
  return outcome.isSilent ? 'silent' : undefined;
}

const stoppedBy = (state: string): string =>
  state === 'active' ? 'it could not be delivered in 24 hours' : `the subscription is ${state}`;
