import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Item } from './scan-item.ts';

/** Every item of a partition in the order of its sort keys, page by page; strongly consistent unless of an index. */
export async function* queryAll(
  client: DynamoDBClient,
  table: string,
  partition: string,
  index?: 'gsi1',
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': index === undefined ? 'pk' : `${index}pk` },
      ExpressionAttributeValues: { ':pk': { S: partition } },
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}
