import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Shelving, ShelvingStore } from '../../rescans/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { putFenced } from '../table/fenced-put.ts';
import { packedItem, readPackedItem } from '../table/json-item.ts';
import { readRow } from '../table/read-row.ts';
import { shelvingPartition, shelvingSort } from './watch-keys.ts';

/** Which shelves stand, in the table, by the keys of docs/table.md. The shelves themselves are where reports are. */
export function dynamoShelvingStore(client: DynamoDBClient, table: string, clock: Clock): ShelvingStore {
  return {
    read: (tenant) =>
      reachTable(async () => {
        const key = { pk: { S: shelvingPartition(tenant) }, sk: { S: shelvingSort } };
        return readPackedItem<Shelving>(await readRow(client, table, key), clock());
      }),
    replace: (shelving, fence) =>
      reachTable(async () => {
        const keys = { pk: shelvingPartition(shelving.tenant), sk: shelvingSort, fence: shelving.fence };
        return putFenced(client, table, await packedItem(keys, shelving), fence);
      }),
  };
}
