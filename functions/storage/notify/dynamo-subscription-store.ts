import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock, SubscriptionStore } from '../../notify/ports.ts';
import type { Subscription } from '../../notify/subscription.ts';
import type { Item } from '../manifests/scan-item.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { dueRows } from '../table/due-rows.ts';
import { putFenced } from '../table/fenced-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { queryAll } from '../table/query-all.ts';
import { readRow } from '../table/read-row.ts';
import {
  digestDueSort,
  digestsDue,
  readDigestDueSort,
  subscriptionPartition,
  subscriptionSort,
  subscriptionsPartition,
} from './notify-keys.ts';

/** Subscriptions in the table, by the keys of docs/table.md. */
export function dynamoSubscriptionStore(client: DynamoDBClient, table: string, clock: Clock): SubscriptionStore {
  const keyOf = (tenant: string, name: string) => ({
    pk: { S: subscriptionPartition(tenant, name) },
    sk: { S: subscriptionSort },
  });
  return {
    create: (subscription) => reachTable(() => putIf(client, table, itemOf(subscription), absent(clock()))),
    read: (tenant, name) =>
      reachTable(async () => readJsonItem<Subscription>(await readRow(client, table, keyOf(tenant, name)), clock())),
    replace: (subscription, fence) => reachTable(() => putFenced(client, table, itemOf(subscription), fence)),
    remove: (tenant, name) =>
      reachTable(async () => {
        const command = new DeleteItemCommand({ TableName: table, Key: keyOf(tenant, name), ReturnValues: 'ALL_OLD' });
        return (await client.send(command)).Attributes !== undefined;
      }),
    list: (tenant) =>
      reachTable(async () => {
        const subscriptions: Subscription[] = [];
        for await (const item of queryAll(client, table, {
          ...{ index: 'gsi1', partition: subscriptionsPartition(tenant), beginning: '' },
        })) {
          const subscription = readJsonItem<Subscription>(item, clock());
          if (subscription !== undefined) subscriptions.push(subscription);
        }
        return subscriptions;
      }),
    due: (now, limit) =>
      reachTable(async () => {
        const rows = await dueRows(client, table, [digestsDue], now, limit);
        return rows.flatMap((text) => readDigestDueSort(text) ?? []);
      }),
  };
}

const itemOf = (subscription: Subscription): Item => {
  const { tenant, name, due, fence } = subscription;
  const isDue = due !== undefined;
  return jsonItem(
    {
      ...{ pk: subscriptionPartition(tenant, name), sk: subscriptionSort },
      ...{ gsi1pk: subscriptionsPartition(tenant), gsi1sk: name },
      ...(isDue && { gsi3pk: digestsDue, gsi3sk: digestDueSort(due, subscription) }),
      fence,
    },
    subscription,
  );
};
