import type { KeyStore, StoredKey } from '../../functions/access/ports.ts';
import { DrydockError } from '../../functions/errors.ts';

/** Keys in memory, held to the same contract as the table. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, StoredKey>();
  let claimed: number | undefined;
  const owned = (tenant: string, id: string): StoredKey | undefined => {
    const key = keys.get(id);
    return key?.tenant === tenant ? key : undefined;
  };
  return {
    async add(key) {
      if (keys.has(key.id)) throw new DrydockError('internal', 'the id of a new key is taken');
      keys.set(key.id, key);
    },
    read: async (id) => keys.get(id),
    list: async (tenant) =>
      [...keys.values()].filter((key) => key.tenant === tenant).sort((one, other) => other.created - one.created),
    remove: async (tenant, id) => owned(tenant, id) !== undefined && keys.delete(id),
    async endAt(tenant, id, expires) {
      const key = owned(tenant, id);
      if (key !== undefined) keys.set(id, { ...key, expires: Math.min(expires, key.expires ?? expires) });
      return key !== undefined;
    },
    async noteUse(id, now, unlessSince) {
      const key = keys.get(id);
      if (key !== undefined && (key.lastUsed ?? unlessSince) <= unlessSince) keys.set(id, { ...key, lastUsed: now });
    },
    async claimBootstrap(now, staleBefore) {
      if (claimed !== undefined && claimed > staleBefore) return false;
      claimed = now;
      return true;
    },
  };
}
