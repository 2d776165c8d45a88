import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isExpired } from '../../scans/add-sighting.ts';
import type { Clock, ManifestScanStore } from '../../scans/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { batchWrite } from '../table/batch-write.ts';
import { readRow } from '../table/read-row.ts';
import { listByObject, listByTime } from './list-scans.ts';
import { recordSighting } from './record-sighting.ts';
import { pointerItems, readScanItem } from './scan-item.ts';
import { scanPartition, scanSort } from './scan-keys.ts';

/** Manifest scans in the table, by the keys of docs/table.md; what it records is durable when `record` resolves. */
export function dynamoScanStore(client: DynamoDBClient, table: string, clock: Clock): ManifestScanStore {
  const keyOf = (tenant: string, id: string) => ({ pk: { S: scanPartition(tenant, id) }, sk: { S: scanSort } });
  return {
    record: (scan, signal) =>
      reachTable(async () => {
        const pointers = pointerItems(scan);
        const writes = [recordSighting(client, table, scan, signal)];
        if (pointers.length > 0) writes.push(batchWrite(client, table, pointers, signal));
        await settled(writes);
        return 'stored' as const;
      }),
    read: (tenant, id) =>
      reachTable(async () => {
        const item = await readRow(client, table, keyOf(tenant, id));
        const scan = item && readScanItem(item);
        return scan && !isExpired(scan, clock()) ? scan : undefined;
      }),
    list: ({ tenant, object, limit, after }) =>
      reachTable(() => {
        const reader = { client, table, now: clock() };
        if (object === undefined) return listByTime(reader, tenant, limit, after);
        return listByObject(reader, { tenant, object, limit, ...(after !== undefined && { after }) });
      }),
    remove: (tenant, id) =>
      reachTable(async () => {
        const command = new DeleteItemCommand({ TableName: table, Key: keyOf(tenant, id), ReturnValues: 'ALL_OLD' });
        const { Attributes } = await client.send(command);
        const scan = Attributes && readScanItem(Attributes);
        return scan !== undefined && !isExpired(scan, clock());
      }),
  };
}

// Promise.all would leave the other write running when one fails.
async function settled(writes: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
