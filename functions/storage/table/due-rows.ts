import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { timeText } from '../images/image-scan-keys.ts';

/** Sort keys in gsi3 of rows that are due at `now`, the most overdue first; `partitions` are merged. */
export async function dueRows(
  client: DynamoDBClient,
  table: string,
  partitions: readonly string[],
  now: number,
  limit: number,
): Promise<string[]> {
  const parts = partitions.map(async (partition) => {
    const command = new QueryCommand({
      TableName: table,
      IndexName: 'gsi3',
      KeyConditionExpression: 'gsi3pk = :pk AND gsi3sk < :next',
      ExpressionAttributeValues: { ':pk': { S: partition }, ':next': { S: timeText(now + 1) } },
      Limit: limit,
    });
    return (await client.send(command)).Items ?? [];
  });
  const items = (await Promise.all(parts)).flat();
  return items
    .map((item) => item.gsi3sk?.S ?? '')
    .toSorted()
    .slice(0, limit);
}
