import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { Item } from '../manifests/scan-item.ts';

/** What one BatchGetItem takes. */
const batchSize = 100;
/** Keys a throttled table gives back are asked for again so many times. */
const rounds = 3;

/** The items of these different keys that exist, in no order. Throws DrydockError `storage_unavailable` when the table keeps giving some back. */
export async function batchRead(client: DynamoDBClient, table: string, keys: readonly Item[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += batchSize) {
    items.push(...(await readPart(client, table, keys.slice(start, start + batchSize))));
  }
  return items;
}

async function readPart(client: DynamoDBClient, table: string, keys: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let left: Item[] = keys;
  for (let round = 0; round < rounds && left.length > 0; round += 1) {
    const wanted = { [table]: { Keys: left, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: wanted }));
    items.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (left.length > 0) throw new DrydockError('storage_unavailable', `the table did not give ${left.length} items`);
  return items;
}
