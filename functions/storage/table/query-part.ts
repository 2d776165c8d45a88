import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../manifests/scan-item.ts';
import type { Placed, ReadPart } from './newest-first.ts';

/** Items of one partition, of the table itself or of an index, whose sort keys have a beginning. */
export interface Partition {
  index?: 'gsi1' | 'gsi2' | 'gsi3';
  partition: string;
  /** of the sort key; positions do not repeat it */
  beginning: string;
  /** none whose sort key, after the beginning, is less */
  from?: string;
}

// Sort keys are ASCII: none is greater.
const last = '\u{10ffff}';

/** Reads a partition from its greatest sort key on. What `read` does not know is passed over. */
export const partOf =
  <T>(client: DynamoDBClient, table: string, where: Partition, read: (item: Item) => T | undefined): ReadPart<T> =>
  async (below, size) => {
    const { index, partition, beginning, from = '' } = where;
    const [pk, sk] = index === undefined ? ['pk', 'sk'] : [`${index}pk`, `${index}sk`];
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        ...(index !== undefined && { IndexName: index }),
        ...(index === undefined && { ConsistentRead: true }),
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
        ExpressionAttributeNames: { '#pk': pk, '#sk': sk },
        ExpressionAttributeValues: {
          ':pk': { S: partition },
          ':low': { S: beginning + from || ' ' },
          ':high': { S: beginning + (below ?? last) },
        },
        ScanIndexForward: false,
        Limit: size,
      }),
    );
    const found: Placed<T>[] = [];
    for (const item of answer.Items ?? []) {
      const position = item[sk]?.S?.slice(beginning.length);
      const value = read(item);
      // A range includes both of its ends.
      if (value !== undefined && position !== undefined && position !== below) found.push({ position, value });
    }
    const end = answer.LastEvaluatedKey?.[sk]?.S?.slice(beginning.length);
    return end === undefined ? { found } : { found, end };
  };
