import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RelianceStore, ResultReliance } from '../../rescans/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import { imageKeys } from '../images/image-keys.ts';
import { imagePartition, relianceSort } from '../images/image-scan-keys.ts';
import { reachTable } from '../storage-unavailable.ts';
import { batchRead } from '../table/batch-read.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';

/** What results rely on, in the table, by the keys of docs/table.md. Each says what is true of one result, so that any order will do. */
export function dynamoRelianceStore(client: DynamoDBClient, table: string, clock: Clock): RelianceStore {
  return {
    put: (reliance) =>
      reachTable(async () => {
        const { tenant, digest, platform, expires } = reliance;
        const keys = { pk: imagePartition(tenant, digest), sk: relianceSort(platform), ttl: expires };
        await client.send(new PutItemCommand({ TableName: table, Item: jsonItem(keys, reliance) }));
      }),
    read: (tenant, images) =>
      reachTable(async () => {
        const items = await batchRead(client, table, imageKeys(tenant, images, [relianceSort]));
        return items.flatMap((item) => readJsonItem<ResultReliance>(item, clock()) ?? []);
      }),
  };
}
