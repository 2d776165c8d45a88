import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import type { ImageScanPage, ImageScanQuery, ImageScanStore } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import type { Item } from '../manifests/scan-item.ts';
import { listingShards, scanPartition, scanSort } from '../manifests/scan-keys.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { dueRows } from '../table/due-rows.ts';
import { putFenced } from '../table/fenced-put.ts';
import { readJsonItem } from '../table/json-item.ts';
import { newestFirst } from '../table/newest-first.ts';
import { type Partition, partOf } from '../table/query-part.ts';
import { readRow } from '../table/read-row.ts';
import { imageScanItem } from './image-scan-item.ts';
import {
  duePartition,
  dueShards,
  imageScansPartition,
  isSubmittedSort,
  readDueSort,
  repositoryPartition,
  repositoryScans,
} from './image-scan-keys.ts';

/** Image scans in the table, by the keys of docs/table.md: conditional writes of single items. */
export function dynamoImageScanStore(client: DynamoDBClient, table: string, clock: Clock): ImageScanStore {
  const keyOf = (tenant: string, id: string) => ({ pk: { S: scanPartition(tenant, id) }, sk: { S: scanSort } });
  return {
    create: (scan) =>
      reachTable(async () => {
        return putIf(client, table, imageScanItem(scan), absent(clock()));
      }),
    read: (tenant, id) =>
      reachTable(async () => readJsonItem<ImageScan>(await readRow(client, table, keyOf(tenant, id)), clock())),
    replace: (scan, fence) => reachTable(() => putFenced(client, table, imageScanItem(scan), fence)),
    remove: (tenant, id) =>
      reachTable(async () => {
        const command = new DeleteItemCommand({ TableName: table, Key: keyOf(tenant, id), ReturnValues: 'ALL_OLD' });
        return readJsonItem<ImageScan>((await client.send(command)).Attributes, clock());
      }),
    list: (query) => reachTable(() => list(client, table, query, clock())),
    due: (now, limit) =>
      reachTable(async () => {
        const partitions = Array.from({ length: dueShards }, (_, shard) => duePartition(shard));
        const rows = await dueRows(client, table, partitions, now, limit);
        return rows.flatMap((text) => readDueSort(text) ?? []);
      }),
  };
}

async function list(client: DynamoDBClient, table: string, query: ImageScanQuery, now: number): Promise<ImageScanPage> {
  const { limit, after, image } = query;
  if (after !== undefined && !isSubmittedSort(after)) {
    throw new DrydockError('bad_cursor', 'this is no position in a listing of image scans');
  }
  const read = (item: Item): ImageScan | undefined => {
    const scan = readJsonItem<ImageScan>(item, now);
    return image === undefined || scan?.image === image ? scan : undefined;
  };
  const parts = partitionsOf(query).map((where) => partOf(client, table, where, read));
  const { values, next } = await newestFirst(parts, limit, after);
  return next === undefined ? { scans: values } : { scans: values, next };
}

function partitionsOf({ tenant, repository }: ImageScanQuery): Partition[] {
  if (repository !== undefined) {
    return [{ index: 'gsi1', partition: repositoryPartition(tenant, repository), beginning: repositoryScans }];
  }
  return Array.from({ length: listingShards }, (_, shard) => ({
    ...{ index: 'gsi2' as const, partition: imageScansPartition(tenant, shard), beginning: '' },
  }));
}
