import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { KeyStore, StoredKey } from '../../access/ports.ts';
import { DrydockError } from '../../errors.ts';
import { reachTable } from '../storage-unavailable.ts';
import { conditionHeld } from '../table/condition-held.ts';
import { queryAll } from '../table/query-all.ts';
import { readRow } from '../table/read-row.ts';
import { bootstrapKeyItem, keyItem, keyOfKey, keysPartition, readKeyItem } from './key-item.ts';

/** API keys in the table, by the keys of docs/table.md. */
export function dynamoKeyStore(client: DynamoDBClient, table: string): KeyStore {
  const number = (value: number) => ({ N: String(value) });
  return {
    add: (key) =>
      reachTable(async () => {
        const isFree = { ConditionExpression: 'attribute_not_exists(pk)' };
        const isAdded = await conditionHeld(
          client.send(new PutItemCommand({ TableName: table, Item: keyItem(key), ...isFree })),
        );
        if (!isAdded) throw new DrydockError('internal', 'the id of a new key is taken');
      }),
    read: (id) =>
      reachTable(async () => {
        const item = await readRow(client, table, keyOfKey(id));
        return item && readKeyItem(item);
      }),
    list: (tenant) => reachTable(() => listAll(client, table, tenant)),
    remove: (tenant, id) =>
      reachTable(() =>
        conditionHeld(client.send(new DeleteItemCommand({ TableName: table, Key: keyOfKey(id), ...ownedBy(tenant) }))),
      ),
    endAt: (tenant, id, expires) =>
      reachTable(async () => {
        const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = ownedBy(tenant);
        const key = { TableName: table, Key: keyOfKey(id) };
        const isShortened = await conditionHeld(
          client.send(
            new UpdateItemCommand({
              ...key,
              UpdateExpression: 'SET #expires = :expires',
              ConditionExpression: `${ConditionExpression} AND (attribute_not_exists(#expires) OR #expires > :expires)`,
              ExpressionAttributeNames: { ...ExpressionAttributeNames, '#expires': 'expires' },
              ExpressionAttributeValues: { ...ExpressionAttributeValues, ':expires': number(expires) },
            }),
          ),
        );
        if (isShortened) return true;
        return (await readRow(client, table, keyOfKey(id)))?.tenant?.S === tenant;
      }),
    noteUse: (id, now, unlessSince) =>
      reachTable(async () => {
        const command = new UpdateItemCommand({
          TableName: table,
          Key: keyOfKey(id),
          UpdateExpression: 'SET #used = :now',
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(#used) OR #used <= :since)',
          ExpressionAttributeNames: { '#used': 'lastUsed' },
          ExpressionAttributeValues: { ':now': number(now), ':since': number(unlessSince) },
        });
        await conditionHeld(client.send(command));
      }),
    claimBootstrap: (now, staleBefore) =>
      reachTable(() => {
        const command = new PutItemCommand({
          TableName: table,
          Item: { ...bootstrapKeyItem, v: number(1), claimed: number(now) },
          ConditionExpression: 'attribute_not_exists(pk) OR #claimed <= :stale',
          ExpressionAttributeNames: { '#claimed': 'claimed' },
          ExpressionAttributeValues: { ':stale': number(staleBefore) },
        });
        return conditionHeld(client.send(command));
      }),
  };
}

const ownedBy = (tenant: string) => ({
  ConditionExpression: '#tenant = :tenant',
  ExpressionAttributeNames: { '#tenant': 'tenant' },
  ExpressionAttributeValues: { ':tenant': { S: tenant } },
});

async function listAll(client: DynamoDBClient, table: string, tenant: string): Promise<StoredKey[]> {
  const keys: StoredKey[] = [];
  for await (const item of queryAll(client, table, {
    ...{ index: 'gsi1', partition: keysPartition(tenant), beginning: '' },
  })) {
    const key = readKeyItem(item);
    if (key !== undefined) keys.push(key);
  }
  return keys.reverse();
}
