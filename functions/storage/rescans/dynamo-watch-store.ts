import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { WatchStore } from '../../rescans/ports.ts';
import type { Watch } from '../../rescans/watches/watch.ts';
import type { Clock } from '../../scans/ports.ts';
import { dueShardOf, dueShards, readDueSort, timeText } from '../images/image-scan-keys.ts';
import type { Item } from '../manifests/scan-item.ts';
import { listingShards, shardOf } from '../manifests/scan-keys.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { dueRows } from '../table/due-rows.ts';
import { putFenced } from '../table/fenced-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { newestFirst, type ReadPart } from '../table/newest-first.ts';
import { queryAll } from '../table/query-all.ts';
import { partOf } from '../table/query-part.ts';
import { readRow } from '../table/read-row.ts';
import {
  dueSortOf,
  dueWatches,
  isSinceSort,
  isTargetSort,
  newWatchesPartition,
  patternsPartition,
  sinceSort,
  targetSort,
  watchesPartition,
  watchingSort,
  watchingTenants,
  watchPartition,
  watchSort,
} from './watch-keys.ts';

/** Watches in the table, by the keys of docs/table.md. */
export function dynamoWatchStore(client: DynamoDBClient, table: string, clock: Clock): WatchStore {
  const keyOf = (tenant: string, id: string) => ({ pk: { S: watchPartition(tenant, id) }, sk: { S: watchSort } });
  const read = (item: Item | undefined) => readJsonItem<Watch>(item, clock());
  const noted = new Set<string>();
  /** Before its first watch: whoever looks for tenants finds them by this row. */
  const noteTenant = async (tenant: string): Promise<void> => {
    if (noted.has(tenant)) return;
    const item = tenantItem(tenant);
    if ((await readRow(client, table, { pk: item.pk!, sk: item.sk! })) === undefined) {
      await putIf(client, table, item, absent(clock()));
    }
    noted.add(tenant);
  };
  return {
    create: (watch) =>
      reachTable(async () => {
        await noteTenant(watch.tenant);
        return putIf(client, table, watchItem(watch), absent(clock()));
      }),
    read: (tenant, id) => reachTable(async () => read(await readRow(client, table, keyOf(tenant, id)))),
    replace: (watch, fence) =>
      reachTable(async () => {
        await noteTenant(watch.tenant);
        return putFenced(client, table, watchItem(watch), fence);
      }),
    remove: (tenant, id) =>
      reachTable(async () => {
        const command = new DeleteItemCommand({ TableName: table, Key: keyOf(tenant, id), ReturnValues: 'ALL_OLD' });
        return read((await client.send(command)).Attributes) !== undefined;
      }),
    list: ({ tenant, limit, after }) =>
      reachTable(async () => {
        if (after !== undefined && !isTargetSort(after)) refusePosition();
        const shards = Array.from({ length: listingShards }, (_, shard) => watchesPartition(tenant, shard));
        const parts = [...shards, patternsPartition(tenant)].map((partition) =>
          partOf(client, table, { index: 'gsi1', partition, beginning: '' }, read),
        );
        return merged(parts, limit, after);
      }),
    newSince: ({ tenant, since, limit, after }) =>
      reachTable(async () => {
        if (after !== undefined && !isSinceSort(after)) refusePosition();
        const shards = Array.from({ length: listingShards }, (_, shard) => newWatchesPartition(tenant, shard));
        const from = timeText(since);
        const parts = shards.map((partition) =>
          partOf(client, table, { index: 'gsi2', partition, beginning: '', from }, read),
        );
        return merged(parts, limit, after);
      }),
    patterns: (tenant) =>
      reachTable(async () => {
        const where = { index: 'gsi1' as const, partition: patternsPartition(tenant), beginning: '' };
        const items = await Array.fromAsync(queryAll(client, table, where));
        return items.flatMap((item) => read(item) ?? []);
      }),
    due: (now, limit) =>
      reachTable(async () => {
        const partitions = Array.from({ length: dueShards }, (_, shard) => dueWatches(shard));
        const rows = await dueRows(client, table, partitions, now, limit);
        return rows.flatMap((text) => readDueSort(text) ?? []);
      }),
    tenants: () =>
      reachTable(async () => {
        const where = { index: 'gsi3' as const, partition: watchingTenants, beginning: '' };
        const items = await Array.fromAsync(queryAll(client, table, where));
        return items.flatMap(({ gsi3sk }) => gsi3sk?.S ?? []);
      }),
  };
}

const tenantItem = (tenant: string): Item =>
  jsonItem(
    { pk: watchPartition(tenant, 'ANY'), sk: watchingSort, gsi3pk: watchingTenants, gsi3sk: tenant },
    { tenant },
  );

const watchItem = (watch: Watch): Item =>
  jsonItem(
    {
      pk: watchPartition(watch.tenant, watch.id),
      sk: watchSort,
      gsi1pk:
        watch.kind === 'repository'
          ? patternsPartition(watch.tenant)
          : watchesPartition(watch.tenant, shardOf(watch.id)),
      gsi1sk: targetSort(watch),
      ...(watch.since !== undefined &&
        watch.kind !== 'repository' && {
          gsi2pk: newWatchesPartition(watch.tenant, shardOf(watch.id)),
          gsi2sk: sinceSort({ ...watch, since: watch.since }),
        }),
      ...(watch.due !== undefined && {
        gsi3pk: dueWatches(dueShardOf(watch.id)),
        gsi3sk: dueSortOf({ ...watch, due: watch.due }),
      }),
      ...{ fence: watch.fence, ttl: watch.expires },
    },
    watch,
  );

async function merged(parts: readonly ReadPart<Watch>[], limit: number, after: string | undefined) {
  const { values: watches, next } = await newestFirst(parts, limit, after);
  return next === undefined ? { watches } : { watches, next };
}

function refusePosition(): never {
  throw new DrydockError('bad_cursor', 'this is no position in this listing');
}
