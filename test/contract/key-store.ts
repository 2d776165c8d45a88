import { describe, expect, it } from 'vitest';
import type { KeyStore, StoredKey } from '../../functions/access/ports.ts';

let made = 0;
/** A key of its own id; tests of one store share its table. */
function sampleKey(change: Partial<StoredKey> = {}): StoredKey {
  made += 1;
  return {
    id: `key${String(made).padStart(9, '0')}`,
    ...{ tenant: `tenant-${made}`, name: 'ci', scopes: ['scan:write', 'report:read'], mac: 'ab'.repeat(32) },
    ...{ createdBy: 'local', created: 1_000 + made, ...change },
  };
}

/** What every key store must do. */
export function keyStoreContract(name: string, open: () => Promise<KeyStore>): void {
  describe(`key store: ${name}`, () => {
    it('key store: gives back what was added, optional times included', async () => {
      const store = await open();
      const plain = sampleKey();
      const timed = sampleKey({ expires: 9_000, lastUsed: 2_000 });
      await store.add(plain);
      await store.add(timed);
      expect(await store.read(plain.id)).toEqual(plain);
      expect(await store.read(timed.id)).toEqual(timed);
      expect(await store.read('nobodyhas000')).toBeUndefined();
    });

    it('key store: an id is given once; the first key stays', async () => {
      const store = await open();
      const key = sampleKey();
      await store.add(key);
      await expect(store.add({ ...key, tenant: 'other', scopes: ['admin'] })).rejects.toMatchObject({
        code: 'internal',
      });
      expect(await store.read(key.id)).toEqual(key);
    });

    it('key store: lists the keys of one tenant, newest first', async () => {
      const store = await open();
      const first = sampleKey({ tenant: 'lists' });
      const second = sampleKey({ tenant: 'lists' });
      for (const key of [first, sampleKey({ tenant: 'lists-not' }), second]) await store.add(key);
      expect(await store.list('lists')).toEqual([second, first]);
      expect(await store.list('list')).toEqual([]);
    });

    it('key store: removes for the tenant it belongs to, once', async () => {
      const store = await open();
      const key = sampleKey();
      await store.add(key);
      expect(await store.remove('another', key.id)).toBe(false);
      expect(await store.read(key.id)).toEqual(key);
      expect(await store.remove(key.tenant, key.id)).toBe(true);
      expect(await store.remove(key.tenant, key.id)).toBe(false);
      expect(await store.read(key.id)).toBeUndefined();
    });

    it('key store: an end only ever comes nearer, and for the own tenant alone', async () => {
      const store = await open();
      const key = sampleKey();
      await store.add(key);
      expect(await store.endAt('another', key.id, 1)).toBe(false);
      expect(await store.endAt(key.tenant, key.id, 8_000)).toBe(true);
      expect(await store.endAt(key.tenant, key.id, 9_000)).toBe(true);
      expect(await store.read(key.id)).toEqual({ ...key, expires: 8_000 });
      expect(await store.endAt(key.tenant, key.id, 7_000)).toBe(true);
      expect((await store.read(key.id))?.expires).toBe(7_000);
      expect(await store.endAt(key.tenant, 'nobodyhas000', 1)).toBe(false);
    });

    it('key store: a use is noted when none is known since; a removed key does not come back by it', async () => {
      const store = await open();
      const key = sampleKey();
      await store.add(key);
      await store.noteUse(key.id, 5_000, 4_000);
      await store.noteUse(key.id, 5_500, 4_500);
      expect((await store.read(key.id))?.lastUsed).toBe(5_000);
      await store.noteUse(key.id, 6_000, 5_000);
      expect((await store.read(key.id))?.lastUsed).toBe(6_000);
      await store.remove(key.tenant, key.id);
      await store.noteUse(key.id, 7_000, 6_500);
      expect(await store.read(key.id)).toBeUndefined();
    });

    it('key store: of many claims at once one wins, and the next when it is stale', async () => {
      const store = await open();
      const claims = await Promise.all(Array.from({ length: 8 }, () => store.claimBootstrap(1_000, 0)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.claimBootstrap(1_500, 999)).toBe(false);
      expect(await store.claimBootstrap(2_000, 1_000)).toBe(true);
    });
  });
}
