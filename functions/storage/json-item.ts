import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../errors.ts';
import type { Item } from './scan-item.ts';
import { refuseEmptyKeys } from './table-keys.ts';

/** Version of the shapes written so. */
const version = 1;
/** docs/table.md: no item above it. */
const largest = 65_536;

/** An item that holds one value as JSON; `keys` are its keys and what conditions look at. */
export function jsonItem(keys: Record<string, string | number | undefined>, value: unknown): Item {
  const body = JSON.stringify(value);
  if (Buffer.byteLength(body) > largest) throw new DrydockError('internal', 'an item is too large to be stored');
  const item: Item = { v: { N: String(version) }, body: { S: body } };
  for (const [name, key] of Object.entries(keys)) {
    if (key !== undefined) item[name] = attribute(key);
  }
  return refuseEmptyKeys(item);
}

/** The value in such an item; undefined for an item of an unknown version or one whose `ttl` has passed at `now`. */
export function readJsonItem<T>(item: Item | undefined, now: number): T | undefined {
  if (item?.v?.N !== String(version) || item.body?.S === undefined) return undefined;
  if (item.ttl?.N !== undefined && Number(item.ttl.N) * 1000 <= now) return undefined;
  try {
    return JSON.parse(item.body.S) as T;
  } catch {
    return undefined;
  }
}

const attribute = (key: string | number): AttributeValue => (typeof key === 'number' ? { N: String(key) } : { S: key });
