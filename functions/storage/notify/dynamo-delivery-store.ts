import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { Delivery } from '../../notify/delivery.ts';
import type { Clock, DeliveryStore } from '../../notify/ports.ts';
import type { Item } from '../manifests/scan-item.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { dueRows } from '../table/due-rows.ts';
import { putFenced } from '../table/fenced-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { newestFirst } from '../table/newest-first.ts';
import { partOf } from '../table/query-part.ts';
import { readRow } from '../table/read-row.ts';
import {
  allDeliveriesDue,
  deliveriesDueOf,
  deliveryBeginning,
  deliveryDueSort,
  deliveryPosition,
  isDeliveryPosition,
  readDeliveryDueSort,
  subscriptionPartition,
} from './notify-keys.ts';

/** Messages in the table, by the keys of docs/table.md. */
export function dynamoDeliveryStore(client: DynamoDBClient, table: string, clock: Clock): DeliveryStore {
  const read = (item: Item | undefined) => readJsonItem<Delivery>(item, clock());
  return {
    create: (delivery) => reachTable(() => putIf(client, table, itemOf(delivery), absent(clock()))),
    read: (key) =>
      reachTable(async () => {
        const pk = { S: subscriptionPartition(key.tenant, key.subscription) };
        const sk = { S: deliveryBeginning + deliveryPosition(key) };
        return read(await readRow(client, table, { pk, sk }));
      }),
    replace: (delivery, fence) => reachTable(() => putFenced(client, table, itemOf(delivery), fence)),
    list: ({ tenant, subscription, limit, after }) =>
      reachTable(async () => {
        if (after !== undefined && !isDeliveryPosition(after)) {
          throw new DrydockError('bad_cursor', 'this is no position in a listing of messages');
        }
        const where = { partition: subscriptionPartition(tenant, subscription), beginning: deliveryBeginning };
        const { values, next } = await newestFirst([partOf(client, table, where, read)], limit, after);
        return next === undefined ? { deliveries: values } : { deliveries: values, next };
      }),
    due: (now, limit) =>
      reachTable(async () => {
        const rows = await dueRows(client, table, allDeliveriesDue, now, limit);
        return rows.flatMap((text) => readDeliveryDueSort(text) ?? []);
      }),
  };
}

const itemOf = (delivery: Delivery): Item => {
  const { tenant, subscription, id, due, expires, fence } = delivery;
  const isDue = due !== undefined;
  return jsonItem(
    {
      ...{ pk: subscriptionPartition(tenant, subscription), sk: deliveryBeginning + deliveryPosition(delivery) },
      ...(isDue && { gsi3pk: deliveriesDueOf(id), gsi3sk: deliveryDueSort(due, delivery) }),
      ...{ ttl: expires, fence },
    },
    delivery,
  );
};
