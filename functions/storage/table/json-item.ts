import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { Item } from '../manifests/scan-item.ts';
import { refuseEmptyKeys } from './table-keys.ts';

/** Version of the shapes written so. */
const version = 1;
/** docs/table.md: no item above it. */
const largest = 65_536;
/** Far above what 64 KB of our own lists unpack to. */
const largestUnpacked = 8_388_608;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** An item that holds one value as JSON; `keys` are its keys and what conditions look at. */
export function jsonItem(keys: Record<string, string | number | undefined>, value: unknown): Item {
  const body = JSON.stringify(value);
  if (Buffer.byteLength(body) > largest) throw new DrydockError('internal', 'an item is too large to be stored');
  return itemOf(keys, { S: body });
}

/** The same, packed: for lists of what is much alike. */
export async function packedItem(keys: Record<string, string | number | undefined>, value: unknown): Promise<Item> {
  const body = await pack(JSON.stringify(value));
  if (body.byteLength > largest) throw new DrydockError('internal', 'an item is too large to be stored');
  return itemOf(keys, { B: body });
}

/** As readJsonItem, of a packed one. */
export async function readPackedItem<T>(item: Item | undefined, now: number): Promise<T | undefined> {
  if (item?.body?.B === undefined) return undefined;
  try {
    const text = await unpack(item.body.B, { maxOutputLength: largestUnpacked });
    return readJsonItem<T>({ ...item, body: { S: text.toString() } }, now);
  } catch {
    return undefined;
  }
}

function itemOf(keys: Record<string, string | number | undefined>, body: AttributeValue): Item {
  const item: Item = { v: { N: String(version) }, body };
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
