import { describe, expect, it } from 'vitest';
import { anonymousPrincipal, localPrincipal } from '../../functions/access/principal.ts';
import { request } from './request.ts';
import { memoryStore, notingEngine, sampleApp, sampleReport } from './sample-app.ts';

const named = (body: Uint8Array) => [{ ...sampleReport, object: `Pod/${Buffer.from(body)}.default` }];

async function withScans(names: string[]) {
  const { engine } = notingEngine(named);
  const sample = sampleApp({ engine });
  const ids: string[] = [];
  for (const body of names) {
    const answer = await sample.app(request('POST', '/scan', { body }));
    ids.push(answer.headers['drydock-scan-id']!);
  }
  return { ...sample, ids };
}

describe('stored scans', () => {
  it('a scan is read at the place its answer named', async () => {
    const { app } = await withScans([]);
    const scanned = await app(request('POST', '/scan?rule=RunAsNonRoot', { body: 'web' }));
    const answer = await app(request('GET', scanned.headers.location!));
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(answer.body)).toEqual({
      id: scanned.headers['drydock-scan-id'],
      kind: 'manifest',
      documents: 1,
      invalid: 0,
      lowestScore: 2,
      objects: [{ object: 'Pod/web.default', valid: true, score: 2, critical: 0, passed: 1, advise: 0 }],
      count: 1,
      firstSeen: '2026-11-24T00:00:00.000Z',
      lastSeen: '2026-11-24T00:00:00.000Z',
      expires: '2027-02-22T00:00:00.000Z',
      engine: '0.1.0',
      kubernetesVersion: 'master',
      options: 'rules=["RunAsNonRoot"]',
    });
  });

  it('a deleted scan is gone, deleting it again finds nothing', async () => {
    const { app, ids } = await withScans(['web']);
    const path = `/scans/${ids[0]}`;
    const statuses = [];
    for (const method of ['DELETE', 'DELETE', 'GET']) statuses.push((await app(request(method, path))).statusCode);
    expect(statuses).toEqual([204, 404, 404]);
  });

  it('a listing goes page by page, each with a link to the next', async () => {
    const { app } = await withScans(['a', 'b', 'c', 'd', 'e']);
    const seen: string[] = [];
    let target = '/scans?limit=2&kind=manifest';
    for (let page = 0; page < 3; page++) {
      const answer = await app(request('GET', target));
      const { items, nextCursor } = JSON.parse(answer.body);
      seen.push(...items.map((item: { objects: { object: string }[] }) => item.objects[0]?.object));
      expect(answer.headers.link === undefined).toBe(nextCursor === undefined);
      target = /<([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1] ?? '';
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `Pod/${name}.default`));
    expect(target).toBe('');
  });

  it('a listing can be of one object, and its link keeps that', async () => {
    const { app } = await withScans(['a', 'b']);
    const answer = await app(request('GET', '/scans?object=Pod/b.default'));
    expect(JSON.parse(answer.body).items).toHaveLength(1);
    await app(request('POST', '/scan?rule=x', { body: 'b' }));
    const first = await app(request('GET', '/scans?object=Pod%2Fb.default&limit=1'));
    expect(first.headers.link).toMatch(/object=Pod%2Fb\.default&limit=1&cursor=[\w-]+>; rel="next"$/);
  });

  const refused: [string, string, string][] = [
    ['kind=pod', 'bad_request', 'query parameter kind="pod": expected manifest or image'],
    ['kind=manifest&image=a', 'bad_request', 'query parameter image="a": expected kind=image with it'],
    ['limit=0', 'bad_request', 'query parameter limit="0": expected a whole number from 1 to 100'],
    ['limit=101', 'bad_request', 'query parameter limit="101": expected a whole number from 1 to 100'],
    ['limit=', 'bad_request', 'query parameter limit="": expected a whole number from 1 to 100'],
    ['object=a&object=b', 'bad_request', 'query parameter object="a and b": expected it once'],
    ['cursor=nonsense', 'bad_cursor', 'this cursor does not belong to this listing; start again without one'],
  ];
  for (const [query, code, detail] of refused) {
    it(`a listing by ?${query} is refused as ${code}`, async () => {
      const answer = await sampleApp().app(request('GET', `/scans?${query}`));
      expect(answer.statusCode).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ code, detail });
    });
  }

  it('an anonymous caller sees neither listing nor scan', async () => {
    const { store, ids } = await withScans(['web']);
    const { app } = sampleApp({ store, callerOf: () => anonymousPrincipal });
    const calls = [request('GET', '/scans'), request('GET', `/scans/${ids[0]}`), request('DELETE', `/scans/${ids[0]}`)];
    for (const call of calls) {
      const answer = await app(call);
      expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([401, 'unauthenticated']);
      expect(answer.body).not.toContain('Pod/');
    }
    expect(store.rows.size).toBe(1);
  });

  it("another tenant's scan does not exist", async () => {
    const { store, ids } = await withScans(['web']);
    const { app } = sampleApp({ store, callerOf: () => ({ ...localPrincipal, tenant: 'other' }) });
    for (const method of ['GET', 'DELETE']) {
      expect((await app(request(method, `/scans/${ids[0]}`))).statusCode).toBe(404);
    }
    expect(JSON.parse((await app(request('GET', '/scans'))).body)).toEqual({ items: [] });
  });

  it('ids that are none are not found, whatever they hold', async () => {
    const store = memoryStore();
    const { app } = sampleApp({ store });
    for (const id of ['x', '%00', '%FF', '..%2f', 'A'.repeat(32), '0'.repeat(33), '%7Bid%7D', '__proto__', '-']) {
      expect((await app(request('GET', `/scans/${id}`))).statusCode).toBe(404);
    }
  });

  it('a server without storage says so', async () => {
    const answer = await sampleApp({ store: undefined }).app(request('GET', '/scans'));
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([503, 'storage_unavailable']);
  });
});
