import { beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../functions/access/manage-keys.ts';
import type { Answer } from '../../functions/api/answer.ts';
import { type Route, routeKey, routes } from '../../functions/api/routes.ts';
import { localCaller } from '../../local/caller.ts';
import { adminOf } from '../access/keys.ts';
import { request } from '../api/request.ts';
import { securedApp } from './secured-app.ts';

const app = securedApp((verify) => localCaller({ isLoopback: true, mode: 'keys', secret: 'f'.repeat(64), verify }));
const keys: Record<string, string> = {};

function ask(tenant: string, method: string, target: string, body?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${keys[tenant]}`, 'content-type': 'application/json' };
  return app.app(request(method, target, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) }));
}
const read = async (tenant: string, target: string) => JSON.parse((await ask(tenant, 'GET', target)).body);

/** What each `{…}` stands for, by the first segment of the path: of rows that belong to the tenant `alice`. */
const owned: Record<string, readonly string[]> = {};
/** Names in the listings of alice that bob must not see. */
const named: string[] = [];

beforeAll(async () => {
  const room = app.keys;
  for (const tenant of ['alice', 'bob']) {
    keys[tenant] = (await createKey(room, adminOf(tenant), { name: tenant, scopes: ['admin'] })).text;
  }
  const manifests = [];
  for (const text of ['a', 'b']) {
    manifests.push((await ask('alice', 'POST', '/scan', text)).headers['drydock-scan-id']!);
  }
  const high = { id: 'CVE-1', severity: 'HIGH' };
  const images = [];
  for (const image of ['nginx:1', 'redis:1', 'nginx:1', 'redis:1']) {
    app.world.pass(60_000);
    images.push(await app.world.scan(image, [high, { id: 'CVE-2', severity: 'LOW' }]));
  }
  const ids = async (method: string, path: string, bodies: unknown[]): Promise<string[]> => {
    const made = [];
    for (const body of bodies) made.push(JSON.parse((await ask('alice', method, path, body)).body).id as string);
    return made;
  };
  const hook = { target: { type: 'webhook', url: 'https://receiver.example/alice' } };
  for (const name of ['team-one', 'team-two']) await ask('alice', 'PUT', `/subscriptions/${name}`, hook);
  for (let count = 0; count < 2; count += 1) await ask('alice', 'POST', '/subscriptions/team-one/test');
  owned.scans = [...manifests, ...images.map(({ scan }) => scan)];
  owned.images = [...new Set(images.map(({ digest }) => digest))];
  owned.cves = ['CVE-1', 'CVE-2'];
  owned.watches = await ids('POST', '/watches', [{ image: 'nginx:1' }, { image: 'redis:1' }]);
  owned.rescans = await ids('POST', '/rescans', [{ all: true }, { repository: 'nginx' }]);
  owned.keys = await ids('POST', '/keys', [
    { name: 'one', scopes: ['admin'] },
    { name: 'two', scopes: ['report:read'] },
  ]);
  owned.subscriptions = ['team-one', 'team-two'];
  named.push(...Object.values(owned).flat());
});

const withParameters = routes.filter(({ path }) => path.includes('{'));
const firstSegment = ({ path }: Route): string => path.split('/')[1]!;
const targets = (route: Route): string[] =>
  (owned[firstSegment(route)] ?? []).map((name) => route.path.replace(/\{\w+\}/, name));
/** `PUT` makes what is not there: the name is bob's own then. */
const makes = (route: Route): boolean => route.method === 'PUT';

describe('S12: what belongs to another tenant', () => {
  it('S12: rows of every resource whose routes name one are in the test', () => {
    for (const route of withParameters) expect(targets(route), routeKey(route)).not.toEqual([]);
    expect(named.every((name) => typeof name === 'string' && name !== '')).toBe(true);
  });

  it('S12: is answered 404 on every route that names it, as what does not exist, and stays as it is', async () => {
    const before = await state();
    for (const route of withParameters.filter((one) => !makes(one))) {
      for (const target of targets(route)) {
        const absent = route.path.replace(/\{\w+\}/, absentLike(target.split('/')[2]!));
        const [foreign, unknown] = [await ask('bob', route.method, target), await ask('bob', route.method, absent)];
        expect([foreign.statusCode, JSON.parse(foreign.body).code], `${route.method} ${target}`).toEqual([
          404,
          'not_found',
        ]);
        expect(unknown.statusCode, `${route.method} ${absent}`).toBe(404);
        expect(neutral(foreign.body, target), target).toBe(neutral(unknown.body, absent));
      }
    }
    expect(await state()).toEqual(before);
  });

  it('S12: is in no listing, count or comparison of another', async () => {
    const lists = routes.filter(
      ({ method, path, scope }) => method === 'GET' && !path.includes('{') && scope !== 'any',
    );
    for (const { path } of [...lists, { path: '/scans?kind=image' }, { path: '/scans?kind=image&image=nginx' }]) {
      const { body } = await ask('bob', 'GET', path);
      for (const name of named) expect(body, path).not.toContain(name);
    }
    for (const side of [owned.images![0]!, 'nginx:1']) {
      expect((await ask('bob', 'GET', `/diff?from=${side}&to=redis:1`)).statusCode).toBe(404);
    }
    expect((await ask('bob', 'GET', '/keys?tenant=alice')).statusCode).toBe(403);
    expect((await ask('bob', 'POST', '/keys', { name: 'x', scopes: ['admin'], tenant: 'alice' })).statusCode).toBe(403);
  });

  it('S12: a cursor of one tenant is none for another, on every listing that has pages', async () => {
    const image = owned.images![0]!;
    const pages = ['/scans', '/scans?kind=image', '/images', '/cves', '/watches', '/rescans'];
    const ofOne = [`/images/${image}/history`, '/cves/CVE-1'];
    for (const path of pages) {
      const cursor = await cursorOf(path);
      const foreign = await ask('bob', 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=1&cursor=${cursor}`);
      expect([foreign.statusCode, JSON.parse(foreign.body).code], path).toEqual([400, 'bad_cursor']);
    }
    for (const path of ofOne) {
      const foreign = await ask('bob', 'GET', `${path}?limit=1&cursor=${await cursorOf(path)}`);
      expect([400, 404], path).toContain(foreign.statusCode);
    }
  });

  it('S12: a name that both use is two things', async () => {
    const hook = { target: { type: 'webhook', url: 'https://bob.example/' } };
    expect((await ask('bob', 'PUT', '/subscriptions/team-one', hook)).statusCode).toBe(201);
    expect((await read('alice', '/subscriptions/team-one')).target.to).toBe('https://receiver.example');
    const body = 'a';
    const scanned = await ask('bob', 'POST', '/scan', body);
    expect(scanned.headers['drydock-scan-id']).not.toBe(owned.scans![0]);
    expect((await ask('bob', 'DELETE', scanned.headers.location!)).statusCode).toBe(204);
    expect((await ask('alice', 'GET', `/scans/${owned.scans![0]}`)).statusCode).toBe(200);
  });

  it('S12: its owner reads and removes it', async () => {
    for (const method of ['GET', 'DELETE'] as const) {
      for (const route of withParameters.filter((one) => one.method === method)) {
        const [target] = targets(route).toReversed();
        expect([200, 204], `${method} ${target}`).toContain((await ask('alice', method, target!)).statusCode);
      }
    }
  });
});

/** All that alice can read. */
async function state(): Promise<unknown[]> {
  const seen = [];
  for (const route of withParameters.filter(({ method }) => method === 'GET')) {
    for (const target of targets(route)) seen.push(await read('alice', target));
  }
  return seen;
}

async function cursorOf(path: string): Promise<string> {
  const { nextCursor, history, images } = await read('alice', `${path}${path.includes('?') ? '&' : '?'}limit=1`);
  const cursor = nextCursor ?? history?.nextCursor ?? images?.nextCursor;
  expect(cursor, path).toBeTypeOf('string');
  return cursor;
}

/** Something of the same form that nobody has. */
const absentLike = (name: string): string =>
  name.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (last) => (last === '0' ? '1' : '0'));

/** A problem without what differs between any two: its request and the name that was asked for. */
const neutral = (body: string, target: string): string =>
  body.replaceAll(target.split('/')[2]!, '…').replace(/"requestId": "[^"]*"/, '');
