import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { putIf } from './conditional-put.ts';
import type { Item } from './scan-item.ts';

/** Puts an item over one whose `fence` is as it was read; false when it is not. */
export async function putFenced(client: DynamoDBClient, table: string, item: Item, fence: number): Promise<boolean> {
  const unchanged = { expression: 'fence = :fence', values: { ':fence': { N: String(fence) } } };
  if (await putIf(client, table, item, unchanged)) return true;
  // The answer to a first try may be lost: the row then is already what the second one would make it.
  const key = { pk: item.pk!, sk: item.sk! };
  const found = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return found.Item?.body?.S === item.body?.S;
}
