import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Item } from '../manifests/scan-item.ts';
import type { Partition } from './query-part.ts';

/** Every item of a partition in the order of its sort keys, page by page; strongly consistent unless of an index. */
export async function* queryAll(
  client: DynamoDBClient,
  table: string,
  { index, partition, beginning }: Partition,
): AsyncGenerator<Item> {
  const [pk, sk] = index === undefined ? ['pk', 'sk'] : [`${index}pk`, `${index}sk`];
  const isPart = beginning !== '';
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      KeyConditionExpression: isPart ? '#pk = :pk AND begins_with(#sk, :beginning)' : '#pk = :pk',
      ExpressionAttributeNames: { '#pk': pk, ...(isPart && { '#sk': sk }) },
      ExpressionAttributeValues: { ':pk': { S: partition }, ...(isPart && { ':beginning': { S: beginning } }) },
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}
