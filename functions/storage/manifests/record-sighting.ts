import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { ManifestScan } from '../../scans/ports.ts';
import { conditionHeld } from '../table/condition-held.ts';
import { type Item, scanItem } from './scan-item.ts';

/** Two writers can undo each other's condition once; that they do so more often is not chance. */
const rounds = 3;

/** Adds sightings to the scan's item: see "record a sighting" in docs/table.md. */
export async function recordSighting(
  client: DynamoDBClient,
  table: string,
  scan: ManifestScan,
  signal?: AbortSignal,
): Promise<void> {
  const item = scanItem(scan);
  const options = signal && { abortSignal: signal };
  for (let round = 0; round < rounds; round += 1) {
    if (await conditionHeld(client.send(seenAgain(table, item), options))) return;
    if (await conditionHeld(client.send(seenBefore(table, item), options))) return;
    if (await conditionHeld(client.send(seenAnew(table, item), options))) return;
  }
  throw new DrydockError('storage_unavailable', 'others keep changing this scan');
}

/** Absent, or neither expired nor seen later. */
function seenAgain(table: string, item: Item): UpdateItemCommand {
  const { pk, sk, count, firstSeen, ...rest } = item;
  const names: Record<string, string> = { '#count': 'count', '#firstSeen': 'firstSeen' };
  const values: Item = { ':count': count!, ':firstSeen': firstSeen!, ':now': nowOf(item) };
  const sets = ['#firstSeen = if_not_exists(#firstSeen, :firstSeen)'];
  for (const name of Object.keys(rest)) {
    names[`#${name}`] = name;
    values[`:${name}`] = rest[name]!;
    sets.push(`#${name} = :${name}`);
  }
  return new UpdateItemCommand({
    TableName: table,
    Key: { pk: pk!, sk: sk! },
    UpdateExpression: `SET ${sets.join(', ')} ADD #count :count`,
    ConditionExpression: 'attribute_not_exists(pk) OR (#lastSeen <= :lastSeen AND #ttl > :now)',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  });
}

/** Already seen later, by a host whose clock is ahead or whose write came first: only the count changes. */
const seenBefore = (table: string, item: Item): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table,
    Key: { pk: item.pk!, sk: item.sk! },
    UpdateExpression: 'ADD #count :count',
    ConditionExpression: '#ttl > :now AND #lastSeen > :lastSeen',
    ExpressionAttributeNames: { '#count': 'count', '#ttl': 'ttl', '#lastSeen': 'lastSeen' },
    ExpressionAttributeValues: { ':count': item.count!, ':now': nowOf(item), ':lastSeen': item.lastSeen! },
  });

/** Expired, though not yet deleted: the row starts again. */
const seenAnew = (table: string, item: Item): PutItemCommand =>
  new PutItemCommand({
    TableName: table,
    Item: item,
    ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':now': nowOf(item) },
  });

const nowOf = (item: Item): { N: string } => ({ N: String(Math.floor(Number(item.lastSeen?.N) / 1000)) });
