import { describe, expect, it } from 'vitest';
import { formatApiKey, parseApiKey } from '../../functions/access/api-key.ts';
import { createKey, revokeKey } from '../../functions/access/manage-keys.ts';
import { verifyKey } from '../../functions/access/verify-key.ts';
import { DrydockError } from '../../functions/errors.ts';
import { adminOf, hour, keyRoom } from './keys.ts';

const refusal = { code: 'unauthenticated', message: 'the Authorization header holds no valid key' };
const ci = { name: 'ci', scopes: ['scan:write'] as const, tenant: 'shop' };

describe('checking a key', () => {
  it('checking a key: a good one speaks for its tenant with its scopes', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), ci);
    const principal = { tenant: 'shop', subject: `key:${key.id}`, scopes: ['scan:write'] };
    expect(await verifyKey(room, `Bearer ${text}`)).toEqual(principal);
    expect(await verifyKey(room, `bearer  ${text} `)).toEqual(principal);
  });

  it('checking a key: whatever is wrong, the refusal is the same (S11)', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), ci);
    const { secret } = parseApiKey(text)!;
    const wrongSecret = formatApiKey({ id: key.id, secret: [...secret].reverse().join('') });
    const wrongId = formatApiKey({ id: 'nobodyhas000', secret });
    const headers = ['', 'Bearer', 'Bearer ', 'Bearer x', text, `Basic ${text}`, `Bearer ${text} ${text}`];
    for (const header of [...headers, `Bearer ${wrongSecret}`, `Bearer ${wrongId}`]) {
      await expect(verifyKey(room, header), header).rejects.toMatchObject(refusal);
    }
  });

  it('checking a key: it ends at its time to the millisecond, and when it is revoked', async () => {
    const room = keyRoom();
    const { text } = await createKey(room, adminOf('default'), { ...ci, lifetime: 5 });
    const lasting = await createKey(room, adminOf('default'), ci);
    room.now += 4;
    await verifyKey(room, `Bearer ${text}`);
    room.now += 1;
    await expect(verifyKey(room, `Bearer ${text}`)).rejects.toMatchObject(refusal);
    await verifyKey(room, `Bearer ${lasting.text}`);
    await revokeKey(room, adminOf('default'), lasting.key.id, 'shop');
    await expect(verifyKey(room, `Bearer ${lasting.text}`)).rejects.toMatchObject(refusal);
  });

  it('checking a key: under another pepper, or with a damaged HMAC, nothing is right', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), ci);
    const other = keyRoom();
    await other.keys.add(key);
    await expect(verifyKey(other, `Bearer ${text}`)).rejects.toMatchObject(refusal);
    await room.keys.remove('shop', key.id);
    await room.keys.add({ ...key, mac: key.mac.slice(2) });
    await expect(verifyKey(room, `Bearer ${text}`)).rejects.toMatchObject(refusal);
  });

  it('checking a key: its use is noted once an hour', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), ci);
    const first = room.now;
    await verifyKey(room, `Bearer ${text}`);
    room.now += hour - 1;
    await verifyKey(room, `Bearer ${text}`);
    expect((await room.keys.read(key.id))?.lastUsed).toBe(first);
    room.now += 1;
    await verifyKey(room, `Bearer ${text}`);
    expect((await room.keys.read(key.id))?.lastUsed).toBe(first + hour);
  });

  it('checking a key: a use that cannot be noted fails nothing', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), ci);
    const full = { ...room.keys, noteUse: () => Promise.reject(new Error('full')) };
    expect(await verifyKey({ ...room, keys: full }, `Bearer ${text}`)).toMatchObject({ tenant: 'shop' });
    expect(room.warnings).toEqual([['use of a key not noted', key.id]]);
  });

  it('checking a key: when keys cannot be read, nobody is let in and nobody is called unknown', async () => {
    const room = keyRoom();
    const { text } = await createKey(room, adminOf('default'), ci);
    const down = { ...room.keys, read: () => Promise.reject(new DrydockError('storage_unavailable', 'down')) };
    await expect(verifyKey({ ...room, keys: down }, `Bearer ${text}`)).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});
