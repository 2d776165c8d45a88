import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import { isExpired } from '../../scans/add-sighting.ts';
import type { ManifestScan, ScanPage } from '../../scans/ports.ts';
import { batchRead } from '../table/batch-read.ts';
import { newestFirst, type Placed, type ReadPart } from '../table/newest-first.ts';
import { type Item, readScanItem } from './scan-item.ts';
import { isPosition, listingPartition, listingShards, objectPartition, scanPartition, scanSort } from './scan-keys.ts';

export interface TableReader {
  client: DynamoDBClient;
  table: string;
  now: number;
}

/** A tenant's scans by time, from all shards of the listing. */
export async function listByTime(
  reader: TableReader,
  tenant: string,
  limit: number,
  after?: string,
): Promise<ScanPage> {
  const parts = Array.from({ length: listingShards }, (_, shard) =>
    partOf(reader, tenant, 'gsi2', listingPartition(tenant, shard)),
  );
  return toPage(await newestFirst(parts, limit, checked(after)));
}

/** A tenant's scans that hold an object, by time. */
export async function listByObject(
  reader: TableReader,
  query: { tenant: string; object: string; limit: number; after?: string },
): Promise<ScanPage> {
  const part = partOf(reader, query.tenant, 'gsi1', objectPartition(query.tenant, query.object));
  return toPage(await newestFirst([part], query.limit, checked(query.after)));
}

const toPage = ({ values, next }: { values: ManifestScan[]; next?: string }): ScanPage =>
  next === undefined ? { scans: values } : { scans: values, next };

function checked(position: string | undefined): string | undefined {
  if (position === undefined || isPosition(position)) return position;
  throw new DrydockError('bad_cursor', 'this is no position in a listing of scans');
}

const partOf =
  (reader: TableReader, tenant: string, index: 'gsi1' | 'gsi2', partition: string): ReadPart<ManifestScan> =>
  async (below, size) => {
    const answer = await reader.client.send(
      new QueryCommand({
        TableName: reader.table,
        IndexName: index,
        KeyConditionExpression: below === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :below',
        ExpressionAttributeNames: { '#pk': `${index}pk`, ...(below !== undefined && { '#sk': `${index}sk` }) },
        ExpressionAttributeValues: { ':pk': { S: partition }, ...(below !== undefined && { ':below': { S: below } }) },
        ScanIndexForward: false,
        Limit: size,
      }),
    );
    const found = await resolve(reader, tenant, index, answer.Items ?? []);
    const end = answer.LastEvaluatedKey?.[`${index}sk`]?.S;
    return end === undefined ? { found } : { found, end };
  };

/** The live scans behind items of an index; pointers are followed, dangling ones skipped. */
async function resolve(
  reader: TableReader,
  tenant: string,
  index: 'gsi1' | 'gsi2',
  items: readonly Item[],
): Promise<Placed<ManifestScan>[]> {
  const isScan = (item: Item) => item.sk?.S === scanSort;
  const pointers = items.filter((item) => !isScan(item)).map((item) => item.id?.S ?? '');
  const pointed = await readAll(reader, tenant, pointers);
  const found: Placed<ManifestScan>[] = [];
  for (const item of items) {
    const value = isScan(item) ? readScanItem(item) : pointed.get(item.id?.S ?? '');
    const position = item[`${index}sk`]?.S;
    if (value === undefined || position === undefined || isExpired(value, reader.now)) continue;
    found.push({ position, value });
  }
  return found;
}

async function readAll(
  { client, table }: TableReader,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ManifestScan>> {
  const keys = [...new Set(ids)].map((id) => ({ pk: { S: scanPartition(tenant, id) }, sk: { S: scanSort } }));
  const scans = new Map<string, ManifestScan>();
  for (const item of await batchRead(client, table, keys)) {
    const scan = readScanItem(item);
    if (scan !== undefined) scans.set(scan.id, scan);
  }
  return scans;
}
