import { DrydockError } from '../errors.ts';
import { sendMessage } from './compose.ts';
import type { Delivery } from './delivery.ts';
import { delivered, deliveryLimits, failed, failedOnce, taken } from './delivery-job.ts';
import { noteFailure, noteSuccess } from './note-outcome.ts';
import type {
  Clock,
  DeliveryKey,
  DeliveryStore,
  DeploymentKey,
  NotifyLog,
  NotifyMetrics,
  Reply,
  SubscriptionStore,
  Transports,
} from './ports.ts';
import { openTarget } from './sealed-target.ts';

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
  const sender = async (): Promise<void> => {
    for (let key = rest.shift(); key !== undefined; key = rest.shift()) {
      const { id } = key;
      await deliverOne(deps, key).catch((error: unknown) => {
        deps.log.warn('message not looked at', { message: id, code: codeOf(error) });
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return keys.length;
}

/** Sends one message, if it is due and nobody else is at it. Rejects when the table cannot be reached. */
export async function deliverOne(deps: DeliverDeps, key: DeliveryKey): Promise<void> {
  const { deliveries } = deps;
  const row = await deliveries.read(key);
  const now = deps.clock();
  if (row?.status !== 'waiting' || row.due === undefined || row.due > now) return;
  const subscription = await deps.subscriptions.read(key.tenant, key.subscription);
  if (subscription === undefined || subscription.state !== 'active' || now >= row.deadline) {
    const reason =
      subscription === undefined ? 'there is no such subscription any more' : stoppedBy(subscription.state);
    await deliveries.replace(failed(row, reason, now), row.fence);
    return;
  }
  const ours = taken(row, deps.newHolder(), now);
  if (!(await deliveries.replace(ours, row.fence))) return;
  const outcome = await tryOnce(deps, () =>
    sendMessage(deps.transports, openTarget(deps.deploymentKey, subscription), ours, now),
  );
  const end = deps.clock();
  if (outcome.error === undefined) {
    await deliveries.replace(delivered(ours, end), ours.fence);
    deps.metrics.count('MessagesDelivered');
    await noteSuccess(deps, subscription);
    return;
  }
  deps.metrics.count('MessageTriesFailed');
  deps.log.warn('message not delivered', { message: row.id, subscription: subscription.name, reason: outcome.error });
  const next: Delivery = outcome.isFinal
    ? failed(ours, outcome.error, end)
    : failedOnce(ours, { error: outcome.error, retryAfterMs: outcome.retryAfterMs }, end, deps.chance());
  await deliveries.replace(next, ours.fence);
  await noteFailure(deps, subscription, { isGone: outcome.isGone, afterMs: deliveryLimits.disableAfterMs });
}

const stoppedBy = (state: string): string =>
  state === 'active' ? 'it could not be delivered in 24 hours' : `the subscription is ${state}`;

interface Outcome {
  error?: string;
  retryAfterMs?: number | undefined;
  /** trying again cannot help */
  isFinal: boolean;
  /** the receiver wants nothing any more */
  isGone: boolean;
}

const finalCodes = ['forbidden_address', 'credentials_gone', 'bad_configuration'];

async function tryOnce(deps: DeliverDeps, send: () => Promise<Reply>): Promise<Outcome> {
  try {
    return outcomeOf(await send());
  } catch (error) {
    const code = codeOf(error);
    if (code === 'internal') deps.log.warn('sending failed', { error });
    const isFinal = finalCodes.includes(code);
    return { error: error instanceof DrydockError ? error.message : 'it could not be sent', isFinal, isGone: false };
  }
}

function outcomeOf({ status, retryAfter }: Reply): Outcome {
  if (status >= 200 && status < 300) return { isFinal: true, isGone: false };
  const isGone = status === 410;
  const error = `the receiver answered ${status}`;
  const retryAfterMs = retryAfter === undefined ? undefined : retryAfter * 1_000;
  return { error, isFinal: isGone, isGone, retryAfterMs };
}

const codeOf = (error: unknown): string => (error instanceof DrydockError ? error.code : 'internal');
