import { DrydockError } from '../errors.ts';
import type { Delivery } from './delivery.ts';
import { begunAt, digested, newDelivery } from './delivery-job.ts';
import { nextDigest } from './digest-times.ts';
import { cloudEvent, type VulnerabilityNews } from './event.ts';
import { firstThatFit } from './first-that-fit.ts';
import { messageId } from './message-id.ts';
import { listBytes } from './news.ts';
import type { Clock, DeliveryStore, NotifyLog, SubscriptionStore } from './ports.ts';
import type { Subscription } from './subscription.ts';

export interface DigestDeps {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  clock: Clock;
  log: NotifyLog;
}

/** Data of a digest: the newest first, images left out. */
export interface DigestData {
  vulnerabilities: VulnerabilityNews[];
  /** of all that were collected */
  count: number;
}

const mostTold = 100;
const pageSize = 100;
/** By then whatever belongs to a digest is written, though clocks differ: made again it is of the same messages. */
const settleMs = 10_000;

/** Makes the digests that are due: one message each of all that was collected. Again after a crash it makes the same ones. */
export async function makeDigests(deps: DigestDeps): Promise<void> {
  for (const { tenant, name } of await deps.subscriptions.due(deps.clock(), pageSize)) {
    try {
      const subscription = await deps.subscriptions.read(tenant, name);
      if (subscription !== undefined) await makeDigest(deps, subscription);
    } catch (error) {
      const code = error instanceof DrydockError ? error.code : 'internal';
      deps.log.warn('digest not made', { subscription: name, code });
    }
  }
}

async function makeDigest(deps: DigestDeps, subscription: Subscription): Promise<void> {
  const { tenant, name, digest, due, fence } = subscription;
  const now = deps.clock();
  if (due === undefined || now < due + settleMs) return;
  const collected = await collectedOf(deps, subscription, due);
  if (collected.length > 0 && subscription.state === 'active') {
    const news = collected.map(({ event }) => event.data as VulnerabilityNews);
    const named = news.slice(0, mostTold).map((one) => ({ ...one, images: [] }));
    const data: DigestData = { vulnerabilities: firstThatFit(named, listBytes), count: news.length };
    // The time it was due names it: whoever makes it again makes the same.
    const event = cloudEvent('digest', messageId(tenant, name, 'digest', String(due)), due, data);
    await deps.deliveries.create(newDelivery({ tenant, subscription: name, created: due, event }, 'waiting', now));
    for (const delivery of collected) await deps.deliveries.replace(digested(delivery, now), delivery.fence);
  }
  const { due: _, ...rest } = subscription;
  const next = digest === undefined ? {} : { due: nextDigest(digest, now) };
  await deps.subscriptions.replace({ ...rest, ...next, fence: fence + 1 }, fence);
}

async function collectedOf(deps: DigestDeps, { tenant, name }: Subscription, due: number): Promise<Delivery[]> {
  const collected: Delivery[] = [];
  let after: string | undefined;
  do {
    const position = after === undefined ? {} : { after };
    const page = await deps.deliveries.list({ tenant, subscription: name, limit: pageSize, ...position });
    // What comes later waits for the next one: this one may be made already, by somebody who died.
    collected.push(...page.deliveries.filter((one) => one.status === 'collected' && begunAt(one) <= due));
    after = page.next;
  } while (after !== undefined);
  return collected;
}
