import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../manifests/scan-item.ts';
import { conditionHeld } from './condition-held.ts';

/** A condition of DynamoDB on the item that is there. */
export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Item;
}

/** Puts an item while a condition holds; false when it does not. */
export async function putIf(client: DynamoDBClient, table: string, item: Item, condition: Condition): Promise<boolean> {
  const { expression, names, values } = condition;
  return conditionHeld(
    client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: expression,
        ...(names && { ExpressionAttributeNames: names }),
        ...(values && { ExpressionAttributeValues: values }),
      }),
    ),
  );
}

/** There is no such item, or one whose time has passed. */
export const absent = (now: number): Condition => ({
  expression: 'attribute_not_exists(pk) OR #ttl <= :now',
  names: { '#ttl': 'ttl' },
  values: { ':now': { N: String(Math.floor(now / 1000)) } },
});
