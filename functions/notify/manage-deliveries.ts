import type { Principal } from '../access/principal.ts';
import { DrydockError } from '../errors.ts';
import type { Delivery } from './delivery.ts';
import { newDelivery, replayed } from './delivery-job.ts';
import { cloudEvent } from './event.ts';
import { readSubscriptionOf } from './manage-subscriptions.ts';
import { messageId } from './message-id.ts';
import type { Clock, DeliveryStore, RandomBytes, SubscriptionStore } from './ports.ts';

export interface ManageDeliveriesDeps {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  clock: Clock;
  random: RandomBytes;
}

const pageSize = 100;

/** Newest first. Throws DrydockError `forbidden` or `not_found`. */
export async function listDeliveries(
  deps: ManageDeliveriesDeps,
  principal: Principal,
  name: string,
  page: { limit: number; after?: string },
): Promise<{ deliveries: Delivery[]; next?: string }> {
  const { tenant } = await readSubscriptionOf(deps, principal, name);
  return deps.deliveries.list({ tenant, subscription: name, ...page });
}

/** A message that says only that the subscription works. Throws as listDeliveries. */
export async function sendTest(deps: ManageDeliveriesDeps, principal: Principal, name: string): Promise<Delivery> {
  const { tenant } = await readSubscriptionOf(deps, principal, name);
  const now = deps.clock();
  const id = messageId(tenant, name, 'test', Buffer.from(deps.random(16)).toString('hex'));
  const event = cloudEvent('test', id, now, { subscription: name });
  const delivery = newDelivery({ tenant, subscription: name, created: now, event }, 'waiting', now);
  await deps.deliveries.create(delivery);
  return delivery;
}

/**
 * Sends again what failed since a time (milliseconds since 1970), as the same messages. Throws as listDeliveries, and
 * `bad_request` for a subscription that is not active. Resolves to their number.
 */
export async function replayDeliveries(
  deps: ManageDeliveriesDeps,
  principal: Principal,
  name: string,
  since: number,
): Promise<number> {
  const { tenant, state } = await readSubscriptionOf(deps, principal, name);
  if (state !== 'active') throw new DrydockError('bad_request', `this subscription is ${state}: put it again first`);
  let count = 0;
  let after: string | undefined;
  do {
    const position = after === undefined ? {} : { after };
    const page = await deps.deliveries.list({ tenant, subscription: name, limit: pageSize, ...position });
    for (const delivery of page.deliveries) {
      if (delivery.created < since) return count;
      if (delivery.status !== 'failed') continue;
      if (await deps.deliveries.replace(replayed(delivery, deps.clock()), delivery.fence)) count += 1;
    }
    after = page.next;
  } while (after !== undefined);
  return count;
}
