import { describe, expect, it } from 'vitest';
import { bootstrapKey, createKey, listKeys, revokeKey, rotateKey } from '../../functions/access/manage-keys.ts';
import type { Scope } from '../../functions/access/principal.ts';
import { verifyKey } from '../../functions/access/verify-key.ts';
import { adminOf, hour, keyRoom } from './keys.ts';

const ci = { name: 'ci', scopes: ['scan:write'] as Scope[] };

describe('managing keys', () => {
  it('managing keys: the secret is in the answer and in nothing that is kept', async () => {
    const room = keyRoom();
    const { key, text } = await createKey(room, adminOf('default'), { ...ci, lifetime: hour });
    expect(key).toMatchObject({ tenant: 'default', name: 'ci', created: room.now, expires: room.now + hour });
    expect(JSON.stringify(await room.keys.read(key.id))).not.toContain(text.slice(17, 49));
  });

  it('managing keys: only admins do it', async () => {
    const room = keyRoom();
    const other = { ...adminOf('default'), scopes: ['scan:write', 'report:read', 'report:delete'] as Scope[] };
    const { key } = await createKey(room, adminOf('default'), ci);
    const tries = [
      createKey(room, other, ci),
      listKeys(room, other),
      revokeKey(room, other, key.id),
      rotateKey(room, other, key.id, { overlap: 0 }),
    ];
    for (const one of tries) await expect(one).rejects.toMatchObject({ code: 'forbidden' });
    expect(await listKeys(room, adminOf('default'))).toEqual([key]);
  });

  it('managing keys: the default tenant makes them for others, others only for themselves', async () => {
    const room = keyRoom();
    const { key } = await createKey(room, adminOf('default'), { ...ci, tenant: 'shop' });
    expect(await listKeys(room, adminOf('shop'))).toEqual([key]);
    expect(await listKeys(room, adminOf('default'), 'shop')).toEqual([key]);
    expect(await listKeys(room, adminOf('default'))).toEqual([]);
    await expect(createKey(room, adminOf('shop'), { ...ci, tenant: 'default' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(createKey(room, adminOf('default'), { ...ci, tenant: 'A#B' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it("managing keys: another tenant's key is not found, as one that never was", async () => {
    const room = keyRoom();
    const { key } = await createKey(room, adminOf('default'), { ...ci, tenant: 'shop' });
    for (const id of [key.id, 'nobodyhas000', '', '../x']) {
      await expect(revokeKey(room, adminOf('bank'), id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(rotateKey(room, adminOf('bank'), id, { overlap: 0 })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await room.keys.read(key.id)).toEqual(key);
  });

  it('managing keys: while a rotation overlaps, both are valid', async () => {
    const room = keyRoom();
    const old = await createKey(room, adminOf('shop'), { ...ci, lifetime: 100 * hour });
    room.now += 10 * hour;
    const next = await rotateKey(room, adminOf('shop'), old.key.id, { overlap: hour });
    expect(next.key).toMatchObject({ name: 'ci', scopes: ['scan:write'], expires: room.now + 100 * hour });
    await verifyKey(room, `Bearer ${old.text}`);
    await verifyKey(room, `Bearer ${next.text}`);
    room.now += hour;
    await expect(verifyKey(room, `Bearer ${old.text}`)).rejects.toMatchObject({ code: 'unauthenticated' });
    await verifyKey(room, `Bearer ${next.text}`);
    await expect(rotateKey(room, adminOf('shop'), old.key.id, { overlap: 0 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('managing keys: a key revoked during its rotation leaves no successor', async () => {
    const room = keyRoom();
    const { key } = await createKey(room, adminOf('shop'), ci);
    const keys = {
      ...room.keys,
      endAt: async (tenant: string, id: string, expires: number) => {
        await room.keys.remove(tenant, id);
        return room.keys.endAt(tenant, id, expires);
      },
    };
    await expect(rotateKey({ ...room, keys }, adminOf('shop'), key.id, { overlap: 0 })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await room.keys.list('shop')).toEqual([]);
  });

  it('managing keys: names, scopes and durations out of bounds are refused', async () => {
    const room = keyRoom();
    const wrong = [{ name: '' }, { name: 'a\u001b[2J' }, { scopes: [] }, { lifetime: 0 }, { lifetime: 1.5 }];
    for (const change of [...wrong, { name: 'x'.repeat(101) }, { lifetime: 1e15 }]) {
      await expect(createKey(room, adminOf('shop'), { ...ci, ...change })).rejects.toMatchObject({
        code: 'bad_request',
      });
    }
    const { key } = await createKey(room, adminOf('shop'), ci);
    await expect(rotateKey(room, adminOf('shop'), key.id, { overlap: -1 })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});

describe('the first admin key', () => {
  it('the first admin key: many who ask at once get one', async () => {
    const room = keyRoom();
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => bootstrapKey(room, 'local')));
    const made = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    expect(await verifyKey(room, `Bearer ${made[0]!.text}`)).toMatchObject({ tenant: 'default', scopes: ['admin'] });
    room.now += hour;
    await expect(bootstrapKey(room, 'local')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('the first admin key: it can be made again when none is left, or its maker died', async () => {
    const room = keyRoom();
    const { key } = await bootstrapKey(room, 'local');
    await createKey(room, adminOf('default'), { ...ci, lifetime: 1 });
    await revokeKey(room, adminOf('default'), key.id);
    await expect(bootstrapKey(room, 'local')).rejects.toMatchObject({ code: 'forbidden' });
    room.now += hour;
    await bootstrapKey(room, 'local');
    room.now += hour;
    const crashed = keyRoom();
    await crashed.keys.claimBootstrap(crashed.now, 0);
    crashed.now += 60_000;
    await bootstrapKey(crashed, 'local');
  });
});
