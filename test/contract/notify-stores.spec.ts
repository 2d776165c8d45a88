import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDeliveryStore } from '../../functions/storage/notify/dynamo-delivery-store.ts';
import { dynamoNewsStore } from '../../functions/storage/notify/dynamo-news-store.ts';
import { dynamoSubscriptionStore } from '../../functions/storage/notify/dynamo-subscription-store.ts';
import { memoryDeliveryStore, memoryNewsStore, memorySubscriptionStore } from '../notify/memory-stores.ts';
import { sampleNews } from '../notify/notify-world.ts';
import { type FaultyTable, faultyTable } from '../storage/faulty-table.ts';
import { notifyStoresContract } from './notify-stores.ts';
import { noon } from './sample-scan.ts';

let table: FaultyTable;
const clock = () => noon;
const onDynalite = () => ({
  subscriptions: dynamoSubscriptionStore(table.client, table.table, clock),
  deliveries: dynamoDeliveryStore(table.client, table.table, clock),
  news: dynamoNewsStore(table.client, table.table, clock),
});

beforeAll(async () => {
  table = await faultyTable();
});
afterAll(() => table.close());

notifyStoresContract('notifications on dynalite', async () => onDynalite());
// The stores that other tests use must do what the table does.
notifyStoresContract('notifications in memory', async () => ({
  subscriptions: memorySubscriptionStore(),
  deliveries: memoryDeliveryStore(),
  news: memoryNewsStore(),
}));

describe('notifications in the table', () => {
  it('notify stores: every operation of an unreachable table says so', async () => {
    const { subscriptions, deliveries, news } = onDynalite();
    table.spoil(() => 'connection cut');
    const key = { tenant: 'gone', subscription: 'team', id: 'd1', created: noon };
    const uses = [
      () => subscriptions.read('gone', 'team'),
      () => subscriptions.list('gone'),
      () => subscriptions.remove('gone', 'team'),
      () => subscriptions.due(noon, 1),
      () => deliveries.read(key),
      () => deliveries.due(noon, 1),
      () => deliveries.list({ tenant: 'gone', subscription: 'team', limit: 1 }),
      () => news.note(sampleNews()),
      () => Array.fromAsync(news.of('gone', 'g', ['s'])),
    ];
    for (const use of uses) await expect(use()).rejects.toMatchObject({ code: 'storage_unavailable' });
    table.spoil(() => undefined);
  });

  it('delivery store: a position of another listing is refused', async () => {
    const query = { tenant: 'a', subscription: 'team', limit: 1, after: 'x' };
    await expect(onDynalite().deliveries.list(query)).rejects.toMatchObject({ code: 'bad_cursor' });
  });
});
