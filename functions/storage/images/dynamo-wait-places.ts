import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { WaitPlaces } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { conditionHeld } from '../table/condition-held.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { waitPlacePartition, waitPlaceSort } from './image-scan-keys.ts';

export interface WaitPlacesOptions {
  client: DynamoDBClient;
  table: string;
  /** how many there are */
  places: number;
  clock: Clock;
  /** at least 0, less than 1 */
  random: () => number;
  /** a name that nobody else has */
  newHolder: () => string;
}

/** Looking at every place would take longer than an answer may: nearly full counts as full. */
const tries = 3;

/** Places in the table, by the keys of docs/table.md. */
export function dynamoWaitPlaces(options: WaitPlacesOptions): WaitPlaces {
  const { client, table, places, clock, random, newHolder } = options;
  const giveBack = (number: number, holder: string) => () =>
    reachTable(async () => {
      const deletion = new DeleteItemCommand({
        TableName: table,
        Key: { pk: { S: waitPlacePartition(number) }, sk: { S: waitPlaceSort } },
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': { S: holder } },
      });
      // Another one has it where ours was over.
      await conditionHeld(client.send(deletion));
    });
  return {
    take: (ms) =>
      reachTable(async () => {
        const holder = newHolder();
        const first = Math.floor(random() * places);
        for (let number = 0; number < Math.min(tries, places); number += 1) {
          const place = (first + number) % places;
          const now = clock();
          const keys = { pk: { S: waitPlacePartition(place) }, sk: { S: waitPlaceSort } };
          const item = { ...keys, holder: { S: holder }, ttl: { N: String(Math.ceil((now + ms) / 1000)) } };
          if (await putIf(client, table, item, absent(now))) return giveBack(place, holder);
        }
        return undefined;
      }),
  };
}
