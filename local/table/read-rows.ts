import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readScanItem } from '../../functions/storage/manifests/scan-item.ts';
import { scanPartition, scanSort } from '../../functions/storage/manifests/scan-keys.ts';
import { batchRead } from '../../functions/storage/table/batch-read.ts';
import type { KnownRow } from './known-row.ts';
import { scanKey } from './scan-weight.ts';

/** The rows of these scans that the table holds, by scanKey. */
export async function readRows(
  client: DynamoDBClient,
  table: string,
  scans: readonly { tenant: string; id: string }[],
): Promise<Map<string, KnownRow>> {
  const keys = scans.map(({ tenant, id }) => ({ pk: { S: scanPartition(tenant, id) }, sk: { S: scanSort } }));
  const rows = new Map<string, KnownRow>();
  for (const item of await batchRead(client, table, keys)) {
    const scan = readScanItem(item);
    if (scan !== undefined) rows.set(scanKey(scan), { scan, segment: Number(item.journal?.N ?? 0) });
  }
  return rows;
}
