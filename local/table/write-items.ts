import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchSize, batchWrite } from '../../functions/storage/batch-write.ts';
import type { Item } from '../../functions/storage/scan-item.ts';

/** dynalite takes 3,000 items a second from two writers, 2,000 from one, and no more from four. */
const writers = 2;

/** Puts any number of items of different keys, 25 at a time. Rejects when all writers have stopped and one has failed. */
export async function writeItems(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < items.length) {
      const part = items.slice(next, next + batchSize);
      next += batchSize;
      await batchWrite(client, table, part);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: writers }, writer));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
