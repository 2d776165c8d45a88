import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { StoredKey } from '../../access/ports.ts';
import { isScope } from '../../access/principal.ts';
import { refuseEmptyKeys } from '../table/table-keys.ts';

type Item = Record<string, AttributeValue>;

/** Version of the shape written here. */
const keyVersion = 1;

/** A key is looked up before its tenant is known. */
export const keyOfKey = (id: string) => ({ pk: { S: `SYS#KEY#${id}` }, sk: { S: 'KEY' } });

/** Whoever makes the first admin key. */
export const bootstrapKeyItem = { pk: { S: 'SYS#BOOTSTRAP' }, sk: { S: 'BOOTSTRAP' } };

/** gsi1: keys of a tenant by time. */
export const keysPartition = (tenant: string): string => `T#${tenant}#KEYS`;

export function keyItem(key: StoredKey): Item {
  return refuseEmptyKeys({
    ...keyOfKey(key.id),
    gsi1pk: { S: keysPartition(key.tenant) },
    gsi1sk: { S: `${String(key.created).padStart(15, '0')}#${key.id}` },
    v: { N: String(keyVersion) },
    ...{ id: { S: key.id }, tenant: { S: key.tenant }, name: { S: key.name }, mac: { S: key.mac } },
    scopes: { S: key.scopes.join(' ') },
    createdBy: { S: key.createdBy },
    created: { N: String(key.created) },
    ...(key.expires !== undefined && { expires: { N: String(key.expires) } }),
    ...(key.lastUsed !== undefined && { lastUsed: { N: String(key.lastUsed) } }),
  });
}

/** The key in an item; undefined for an item of an unknown version or one that lacks something. */
export function readKeyItem(item: Item): StoredKey | undefined {
  if (item.v?.N !== String(keyVersion)) return undefined;
  const texts = ['id', 'tenant', 'name', 'mac', 'createdBy', 'scopes'].map((name) => item[name]?.S);
  const created = wholeOf(item.created);
  const expires = wholeOf(item.expires);
  const lastUsed = wholeOf(item.lastUsed);
  // An end that cannot be read must not make a key that never ends.
  const isWhole = texts.every((text) => text !== undefined) && (item.expires === undefined || expires !== undefined);
  if (!isWhole || created === undefined) return undefined;
  const [id, tenant, name, mac, createdBy, scopes] = texts as [string, string, string, string, string, string];
  return {
    ...{ id, tenant, name, mac, createdBy, created },
    // A scope of a later version grants nothing here.
    scopes: scopes.split(' ').filter(isScope),
    ...(expires !== undefined && { expires }),
    ...(lastUsed !== undefined && { lastUsed }),
  };
}

function wholeOf(value: AttributeValue | undefined): number | undefined {
  const number = Number(value?.N);
  return Number.isSafeInteger(number) ? number : undefined;
}
