import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { Item } from '../manifests/scan-item.ts';

/** What BatchWriteItem takes at once. */
export const batchSize = 25;
/** Items a throttled table gives back are sent again so many times. */
const rounds = 3;

/** Puts at most 25 items of different keys. Throws DrydockError `storage_unavailable` when the table keeps giving some back. */
export async function batchWrite(
  client: DynamoDBClient,
  table: string,
  items: readonly Item[],
  signal?: AbortSignal,
): Promise<void> {
  let waiting = { [table]: items.map((Item) => ({ PutRequest: { Item } })) };
  for (let round = 0; round < rounds && (waiting[table]?.length ?? 0) > 0; round += 1) {
    const command = new BatchWriteItemCommand({ RequestItems: waiting });
    const answer = await client.send(command, signal && { abortSignal: signal });
    waiting = (answer.UnprocessedItems ?? {}) as typeof waiting;
  }
  const left = waiting[table]?.length ?? 0;
  if (left > 0) throw new DrydockError('storage_unavailable', `the table did not take ${left} items`);
}

/** Puts any number of items; of those with the same key the last. */
export async function writeAll(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  const different = [...new Map(items.map((item) => [`${item.pk?.S} ${item.sk?.S}`, item])).values()];
  for (let at = 0; at < different.length; at += batchSize) {
    await batchWrite(client, table, different.slice(at, at + batchSize));
  }
}
