import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { ImageRecord, ImageResult } from '../../scans/image/image-record.ts';
import type { ImageStore } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import type { Item } from '../manifests/scan-item.ts';
import { listingShards, shardOf } from '../manifests/scan-keys.ts';
import { reachTable } from '../storage-unavailable.ts';
import { batchRead } from '../table/batch-read.ts';
import { writeAll } from '../table/batch-write.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { newestFirst } from '../table/newest-first.ts';
import { queryAll } from '../table/query-all.ts';
import { partOf } from '../table/query-part.ts';
import { checkedItem, imagesIn, withNotes } from './checked-notes.ts';
import { imageKeys } from './image-keys.ts';
import {
  checkedSort,
  imageBeginning,
  imageHistory,
  imagePartition,
  imageSort,
  imagesPartition,
  isResultSort,
  isScannedSort,
  platformHistory,
  relianceBeginning,
  repositoryPartition,
  resultSort,
  scannedPosition,
  scannedSort,
} from './image-scan-keys.ts';
import { neighbours } from './neighbour-results.ts';

/** Images and their histories in the table, by the keys of docs/table.md. */
export function dynamoImageStore(client: DynamoDBClient, table: string, clock: Clock): ImageStore {
  const itemsOf = (tenant: string, digest: string, beginning: string): Promise<Item[]> =>
    Array.fromAsync(queryAll(client, table, { partition: imagePartition(tenant, digest), beginning }));
  return {
    record: (image) =>
      reachTable(async () => {
        await putIf(client, table, imageItem(image), {
          expression: 'attribute_not_exists(pk) OR scanned <= :scanned',
          values: { ':scanned': { N: String(image.scanned) } },
        });
      }),
    // Each says what is true of one result for ever, so that any order will do.
    noteChecked: (images) => reachTable(() => writeAll(client, table, images.map(checkedItem))),
    addResult: (result) =>
      reachTable(async () => {
        await putIf(client, table, resultItem(result), absent(clock()));
      }),
    neighbours: (result) => reachTable(() => neighbours(client, table, result, clock())),
    linkResult: (result) =>
      reachTable(async () => {
        const previous = scannedPosition(result.change.previous);
        await putIf(
          client,
          table,
          { ...resultItem(result), previous: { S: previous } },
          {
            expression: 'attribute_exists(pk) AND (attribute_not_exists(previous) OR previous <= :previous)',
            values: { ':previous': { S: previous } },
          },
        );
      }),
    read: (tenant, digest) =>
      reachTable(async () => {
        return imagesIn(await itemsOf(tenant, digest, imageBeginning), clock());
      }),
    readEach: (tenant, images) =>
      reachTable(async () => {
        const keys = imageKeys(tenant, images, [imageSort, checkedSort]);
        return imagesIn(await batchRead(client, table, keys), clock());
      }),
    list: ({ tenant, limit, after }) =>
      reachTable(async () => {
        if (after !== undefined && !isScannedSort(after)) refusePosition();
        const read = (item: Item) => readJsonItem<ImageRecord>(item, clock());
        const parts = Array.from({ length: listingShards }, (_, shard) =>
          partOf(client, table, { index: 'gsi2', partition: imagesPartition(tenant, shard), beginning: '' }, read),
        );
        const { values, next } = await newestFirst(parts, limit, after);
        const notes = await batchRead(client, table, imageKeys(tenant, values, [checkedSort]));
        const images = withNotes(values, notes, clock());
        return next === undefined ? { images } : { images, next };
      }),
    history: ({ tenant, digest, platform, limit, after }) =>
      reachTable(async () => {
        const beginning = platform === undefined ? imageHistory : platformHistory(platform);
        if (after !== undefined && !isResultSort(beginning + after)) refusePosition();
        const read = (item: Item) => readJsonItem<ImageResult>(item, clock());
        const where = { partition: imagePartition(tenant, digest), beginning };
        const { values: results, next } = await newestFirst([partOf(client, table, where, read)], limit, after);
        return next === undefined ? { results } : { results, next };
      }),
    remove: (tenant, digest) =>
      reachTable(async () => {
        // The image last: as long as it is there, the rest can be found and removed again.
        for (const beginning of [imageHistory, relianceBeginning, imageBeginning]) {
          for (const { pk, sk } of await itemsOf(tenant, digest, beginning)) {
            await client.send(new DeleteItemCommand({ TableName: table, Key: { pk: pk!, sk: sk! } }));
          }
        }
      }),
  };
}

const imageItem = (image: ImageRecord): Item =>
  jsonItem(
    {
      pk: imagePartition(image.tenant, image.digest),
      sk: imageSort(image.platform),
      gsi1pk: repositoryPartition(image.tenant, image.repository),
      gsi1sk: `IMAGE#${scannedSort(image)}`,
      gsi2pk: imagesPartition(image.tenant, shardOf(image.digest)),
      gsi2sk: scannedSort(image),
      scanned: image.scanned,
    },
    image,
  );

const resultItem = (result: ImageResult): Item =>
  jsonItem({ pk: imagePartition(result.tenant, result.digest), sk: resultSort(result), ttl: result.expires }, result);

function refusePosition(): never {
  throw new DrydockError('bad_cursor', 'this is no position in this listing');
}
