import { beforeEach, describe, expect, it } from 'vitest';
import { keyVerifier } from '../../functions/access/verify-key.ts';
import { adminOf, hour, keyRoom } from '../access/keys.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

let room: ReturnType<typeof keyRoom>;
beforeEach(() => {
  room = keyRoom();
});

/** Asks as an admin of a tenant. */
async function ask(method: string, target: string, body?: unknown, tenant = 'default') {
  const { app, log } = sampleApp({ keys: room, callerOf: () => adminOf(tenant) });
  const answer = await app(request(method, target, body === undefined ? {} : { body: JSON.stringify(body) }));
  return { ...answer, log, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

const ci = { name: 'ci', scopes: ['scan:write'] };

describe('routes of API keys', () => {
  it('creating: the answer shows the key once, and it opens what it says', async () => {
    const made = await ask('POST', '/keys', { ...ci, lifetime: 3_600 });
    expect(made.statusCode).toBe(201);
    expect(made.headers).toMatchObject({ location: `/keys/${made.json.id}`, 'cache-control': 'no-store' });
    const { key, ...rest } = made.json;
    expect(rest).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
      tenant: 'default',
      name: 'ci',
      scopes: ['scan:write'],
      createdBy: 'admin of default',
      created: new Date(room.now).toISOString(),
      expires: new Date(room.now + hour).toISOString(),
    });
    expect(await keyVerifier(room)(`Bearer ${key}`)).toMatchObject({ tenant: 'default', scopes: ['scan:write'] });
    const others = [await ask('GET', '/keys'), await ask('GET', `/keys/${rest.id}`)];
    for (const { body } of others) expect(body).not.toContain(key.slice(17));
    expect(JSON.stringify(made.log.lines)).not.toContain(key.slice(17));
  });

  it('reading: one key and the list agree, newest first', async () => {
    const first = await ask('POST', '/keys', ci);
    room.now += 1;
    const second = await ask('POST', '/keys', { ...ci, name: 'second' });
    const { items } = (await ask('GET', '/keys')).json;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([second.json.id, first.json.id]);
    expect((await ask('GET', `/keys/${first.json.id}`)).json).toEqual(items[1]);
  });

  it('revoking: 204 once, then 404', async () => {
    const { json } = await ask('POST', '/keys', ci);
    expect(await ask('DELETE', `/keys/${json.id}`)).toMatchObject({ statusCode: 204, body: '' });
    expect((await ask('DELETE', `/keys/${json.id}`)).statusCode).toBe(404);
    await expect(keyVerifier(room)(`Bearer ${json.key}`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('rotating: the old key works for the overlap, a day when none is said', async () => {
    for (const [body, overlap] of [
      [undefined, 24 * hour],
      [{ overlap: 60 }, 60_000],
    ] as const) {
      const old = (await ask('POST', '/keys', ci)).json;
      const next = await ask('POST', `/keys/${old.id}/rotate`, body);
      expect([next.statusCode, next.json.name, next.headers.location]).toEqual([201, 'ci', `/keys/${next.json.id}`]);
      room.now += overlap - 1;
      await keyVerifier(room)(`Bearer ${old.key}`);
      room.now += 1;
      await expect(keyVerifier(room)(`Bearer ${old.key}`)).rejects.toMatchObject({ code: 'unauthenticated' });
      await keyVerifier(room)(`Bearer ${next.json.key}`);
    }
  });

  it('bootstrapping: makes one admin key and no second', async () => {
    const made = await ask('POST', '/keys/bootstrap');
    expect([made.statusCode, made.json.scopes]).toEqual([201, ['admin']]);
    room.now += hour;
    expect((await ask('POST', '/keys/bootstrap')).statusCode).toBe(403);
  });

  it('tenants: a key of another is not there, unless an admin of the default tenant names it', async () => {
    const { json } = await ask('POST', '/keys', { ...ci, tenant: 'shop' });
    for (const tenant of ['bank', 'default']) {
      expect((await ask('GET', `/keys/${json.id}`, undefined, tenant)).statusCode).toBe(404);
      expect((await ask('DELETE', `/keys/${json.id}`, undefined, tenant)).statusCode).toBe(404);
      expect((await ask('POST', `/keys/${json.id}/rotate`, undefined, tenant)).statusCode).toBe(404);
    }
    expect((await ask('GET', `/keys/${json.id}?tenant=shop`)).json.tenant).toBe('shop');
    expect((await ask('GET', '/keys?tenant=shop')).json.items).toHaveLength(1);
    expect((await ask('GET', '/keys?tenant=shop', undefined, 'bank')).statusCode).toBe(403);
    expect((await ask('DELETE', `/keys/${json.id}?tenant=shop`)).statusCode).toBe(204);
  });

  it.each([
    [{ scopes: ['admin'] }, 'name: expected a text'],
    [{ ...ci, name: '' }, 'a key needs a name'],
    [{ ...ci, scopes: [] }, 'at least one scope'],
    [{ ...ci, scopes: ['fly'] }, 'scopes.0: expected one of scan:write'],
    [{ ...ci, scopes: 'admin' }, 'scopes: expected a list'],
    [{ ...ci, lifetime: 0 }, 'lifetime must be more than zero'],
    [{ ...ci, lifetime: 1e9 }, 'at most ten years'],
    [{ ...ci, lifetime: '1h' }, 'lifetime: expected seconds'],
    [{ ...ci, tenant: 'A#' }, 'a tenant is named'],
    [{ ...ci, scope: 'admin' }, 'scope: is not known here'],
    [[], 'the body'],
  ])('creating: %j is refused with what is wrong', async (body, detail) => {
    const answer = await ask('POST', '/keys', body);
    expect([answer.statusCode, answer.json.code]).toEqual([400, 'bad_request']);
    expect(answer.json.detail).toContain(detail);
    expect(await room.keys.list('default')).toEqual([]);
  });

  it('creating: a body that is no JSON is refused', async () => {
    const { app } = sampleApp({ keys: room });
    const answer = await app(request('POST', '/keys', { body: 'name=ci' }));
    expect([answer.statusCode, JSON.parse(answer.body).detail]).toEqual([400, 'the body is no JSON']);
  });

  it('a server without keys says so', async () => {
    const { app } = sampleApp();
    expect((await app(request('GET', '/keys'))).statusCode).toBe(503);
  });
});
