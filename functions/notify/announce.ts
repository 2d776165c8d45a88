import { newDelivery } from './delivery-job.ts';
import { cloudEvent } from './event.ts';
import { groupNews, tellGroup } from './group-news.ts';
import { matchNews } from './match-news.ts';
import { messageId } from './message-id.ts';
import type { News } from './news.ts';
import type { Clock, DeliveryStore, NewsStore, SubscriptionStore } from './ports.ts';
import type { Subscription } from './subscription.ts';

export interface AnnounceDeps {
  subscriptions: SubscriptionStore;
  deliveries: DeliveryStore;
  news: NewsStore;
  clock: Clock;
}

/** A run of rescans, or a scan outside of one. */
export interface NewsSource {
  tenant: string;
  id: string;
  /** generation of the database that it matched with */
  database: string;
  /** milliseconds since 1970; the same each time it is announced */
  time: number;
  /** other sources whose news of this database it tells with its own */
  guests?: readonly string[];
}

/**
 * Makes one message for each vulnerability and subscription of what a source saw first. Safe to do again, after a crash or by two
 * at once: messages have the same ids. Resolves to the number of messages that were not there before. `own` is what the source
 * noted as its own, where it is known without reading.
 */
export async function announceNews(deps: AnnounceDeps, source: NewsSource, own = noted(deps, source)): Promise<number> {
  const subscriptions = (await deps.subscriptions.list(source.tenant)).filter(({ state }) => state === 'active');
  if (subscriptions.length === 0) return 0;
  let messages = 0;
  for await (const group of groupNews(own)) {
    for (const subscription of subscriptions) {
      if (await announceTo(deps, source, subscription, group)) messages += 1;
    }
  }
  return messages;
}

const noted = (
  { news }: AnnounceDeps,
  { tenant, database, id, guests = [] }: NewsSource,
): AsyncIterable<News> | Iterable<News> => news.of(tenant, database, [id, ...guests]);

async function announceTo(
  deps: AnnounceDeps,
  source: NewsSource,
  subscription: Subscription,
  group: readonly News[],
): Promise<boolean> {
  const matching = matchNews(subscription.filter, group);
  if (matching.length === 0) return false;
  const data = tellGroup(matching);
  const { tenant, name, digest } = subscription;
  const id = messageId(tenant, name, source.id, source.database, data.kind, data.id);
  const event = cloudEvent(data.kind, id, source.time, data, data.id);
  const beginning = { tenant, subscription: name, created: source.time, event };
  const status = digest === undefined ? 'waiting' : 'collected';
  return deps.deliveries.create(newDelivery(beginning, status, deps.clock()));
}
