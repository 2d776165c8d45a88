import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ImageResult } from '../../scans/image/image-record.ts';
import { readJsonItem } from '../table/json-item.ts';
import { imagePartition, platformHistory, resultSort } from './image-scan-keys.ts';

/** The results of the platform just before and just after one in the history of an image; expired ones are passed over. */
export async function neighbours(
  client: DynamoDBClient,
  table: string,
  result: ImageResult,
  now: number,
): Promise<{ before?: ImageResult; after?: ImageResult }> {
  const beginning = platformHistory(result.platform);
  const own = resultSort(result);
  const nearest = async (low: string, high: string, isForward: boolean): Promise<ImageResult | undefined> => {
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
      ExpressionAttributeValues: {
        ':pk': { S: imagePartition(result.tenant, result.digest) },
        ':low': { S: low },
        ':high': { S: high },
      },
      ConsistentRead: true,
      ScanIndexForward: isForward,
      // A range includes both of its ends: the result itself comes first.
      Limit: 2,
    });
    const { Items = [] } = await client.send(command);
    const other = Items.find((item) => item.sk?.S !== own);
    return readJsonItem<ImageResult>(other, now);
  };
  const [before, after] = await Promise.all([nearest(beginning, own, false), nearest(own, `${beginning}~`, true)]);
  return { ...(before && { before }), ...(after && { after }) };
}
