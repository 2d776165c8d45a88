import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import { tableIndexes, tableKey } from './table-definition.ts';

const keyAttributes = [tableKey, ...tableIndexes].flatMap(({ partition, sort }) => [partition, sort]);

/** The item itself. DynamoDB refuses empty keys, stand-ins may not: an item that has one must not get that far. */
export function refuseEmptyKeys<T extends Record<string, AttributeValue>>(item: T): T {
  for (const name of keyAttributes) {
    if (item[name]?.S === '') throw new DrydockError('internal', `an item has an empty ${name}`);
  }
  return item;
}
