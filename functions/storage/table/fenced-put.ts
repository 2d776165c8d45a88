import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../manifests/scan-item.ts';
import { putIf } from './conditional-put.ts';
import { readRow } from './read-row.ts';

/** Puts an item over one whose `fence` is as it was read, 0 for none; false when it is not. */
export async function putFenced(client: DynamoDBClient, table: string, item: Item, fence: number): Promise<boolean> {
  const unchanged =
    fence === 0
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: 'fence = :fence', values: { ':fence': { N: String(fence) } } };
  if (await putIf(client, table, item, unchanged)) return true;
  // The answer to a first try may be lost: the row then is already what the second one would make it.
  const found = await readRow(client, table, { pk: item.pk!, sk: item.sk! });
  return found?.fence?.N === item.fence?.N && isSame(found?.body, item.body);
}

const isSame = (one: AttributeValue | undefined, other: AttributeValue | undefined): boolean =>
  one?.B !== undefined && other?.B !== undefined ? Buffer.compare(one.B, other.B) === 0 : one?.S === other?.S;
