import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ManifestScan } from '../../functions/scans/ports.ts';
import { type Item, pointerItems, scanItem } from '../../functions/storage/manifests/scan-item.ts';
import { batchSize, batchWrite } from '../../functions/storage/table/batch-write.ts';

/** dynalite takes 3,800 items a second from one writer, a little more from two, and no more from four. */
const writers = 2;

export interface ScansToWrite {
  /** of different ids */
  scans: readonly ManifestScan[];
  /** the newest segment of the journal whose sightings they hold */
  segment: number;
  /** waited for after each 25 items */
  rest(): Promise<void>;
}

/** Puts any number of scans, 25 items at a time. Rejects when all writers have stopped and one has failed. */
export async function writeScans(client: DynamoDBClient, table: string, work: ScansToWrite): Promise<void> {
  const batches = batchesOf(work);
  const writer = async (): Promise<void> => {
    for (const batch of batches) {
      await batchWrite(client, table, batch);
      await work.rest();
    }
  };
  const results = await Promise.allSettled(Array.from({ length: writers }, writer));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

// Made as they are needed: thousands of items at once would keep the thread from what else it has to do.
function* batchesOf({ scans, segment }: ScansToWrite): Generator<Item[]> {
  const mark = { journal: { N: String(segment) } };
  let batch: Item[] = [];
  for (const scan of scans) {
    for (const item of [{ ...scanItem(scan), ...mark }, ...pointerItems(scan)]) {
      batch.push(item);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
