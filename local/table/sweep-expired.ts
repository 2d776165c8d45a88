import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

/** Deletes items whose `ttl` has passed, which dynalite does not do of itself; `now` in milliseconds. Returns how many; stops early once aborted. */
export async function sweepExpired(
  client: DynamoDBClient,
  table: string,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const expired = {
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
  };
  let swept = 0;
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: '#ttl <= :now',
        ProjectionExpression: 'pk, sk',
        ...expired,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    for (const key of page.Items ?? []) {
      if (signal?.aborted) return swept;
      if (await deleteIf(client, { TableName: table, Key: key, ...expired })) swept += 1;
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined && !signal?.aborted);
  return swept;
}

// Seen again since it was found: no longer expired.
async function deleteIf(
  client: DynamoDBClient,
  item: ConstructorParameters<typeof DeleteItemCommand>[0],
): Promise<boolean> {
  try {
    await client.send(new DeleteItemCommand({ ...item, ConditionExpression: '#ttl <= :now' }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
