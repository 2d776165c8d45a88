import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ClockShard, ClockStore } from '../../rescans/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { putFenced } from '../table/fenced-put.ts';
import { packedItem, readPackedItem } from '../table/json-item.ts';
import { queryAll } from '../table/query-all.ts';
import { clocksBeginning, clocksPartition, clocksSort } from './rescan-keys.ts';

/** First-seen clocks in the table, by the keys of docs/table.md. */
export function dynamoClockStore(client: DynamoDBClient, table: string): ClockStore {
  return {
    read: (tenant, repository) =>
      reachTable(async () => {
        const where = { partition: clocksPartition(tenant, repository), beginning: clocksBeginning };
        const items = await Array.fromAsync(queryAll(client, table, where));
        // They do not expire.
        const shards = await Promise.all(items.map((item) => readPackedItem<ClockShard>(item, 0)));
        return shards.filter((shard) => shard !== undefined);
      }),
    replace: (shard, fence) =>
      reachTable(async () => {
        const pk = clocksPartition(shard.tenant, shard.repository);
        const item = await packedItem({ pk, sk: clocksSort(shard.shard), fence: shard.fence }, shard);
        return putFenced(client, table, item, fence);
      }),
  };
}
