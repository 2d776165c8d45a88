import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { IdempotencyClaim, IdempotencyStore } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { readRow } from '../table/read-row.ts';
import { idempotencyPartition, idempotencySort } from './image-scan-keys.ts';

/** Idempotency keys in the table, by the keys of docs/table.md. */
export function dynamoIdempotencyStore(client: DynamoDBClient, table: string, clock: Clock): IdempotencyStore {
  const keyOf = (claim: IdempotencyClaim) => ({
    pk: { S: idempotencyPartition(claim.tenant, claim.key) },
    sk: { S: idempotencySort },
  });
  const itemOf = (claim: IdempotencyClaim) =>
    jsonItem({ pk: idempotencyPartition(claim.tenant, claim.key), sk: idempotencySort, ttl: claim.expires }, claim);
  return {
    claim: (claim) =>
      reachTable(async () => {
        if (await putIf(client, table, itemOf(claim), absent(clock()))) return claim;
        const item = await readRow(client, table, keyOf(claim));
        // Released meanwhile: nobody else is at it.
        return readJsonItem<IdempotencyClaim>(item, clock()) ?? claim;
      }),
    settle: (claim, scan) =>
      reachTable(async () => {
        await client.send(new PutItemCommand({ TableName: table, Item: itemOf({ ...claim, scan }) }));
      }),
    release: (claim) =>
      reachTable(async () => {
        await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(claim) }));
      }),
  };
}
