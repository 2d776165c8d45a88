import { describe, expect, it } from 'vitest';
import type { AppDeps } from '../../functions/api/app-deps.ts';
import { DrydockError } from '../../functions/errors.ts';
import { admin } from '../notify/notify-world.ts';
import { runWorld } from '../rescans/run-world.ts';
import { bodyOf } from './image-app.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const minute = 60_000;

async function runApp(change: Partial<AppDeps> = {}) {
  const room = runWorld();
  const { plan } = room.sound;
  const { clock, deploymentKey } = plan;
  const caller = { ...admin };
  const { app, log } = sampleApp({ runs: plan, deploymentKey, clock, callerOf: () => caller, ...change });
  const ask = (method: string, target: string, body?: unknown) =>
    app(request(method, target, body === undefined ? {} : { body: JSON.stringify(body) }));
  return { ...room, caller, log, ask };
}

describe('POST /rescans', () => {
  it('runs: a request starts a run of its own each time, planned when it is answered', async () => {
    const { ask, scan, recover } = await runApp();
    await scan('nginx', 'redis');
    const asked = await ask('POST', '/rescans', { all: true });
    expect([asked.statusCode, asked.headers['retry-after']]).toEqual([202, '1']);
    const run = bodyOf(asked);
    expect(asked.headers.location).toBe(`/rescans/${run.id}`);
    expect(run).toEqual({
      id: expect.stringMatching(/^r[0-9a-f]{32}$/),
      status: 'running',
      trigger: { kind: 'request', subject: 'test' },
      target: { kind: 'all' },
      database: 'g1',
      ...{ total: 2, done: 0, changed: 0, failed: 0, left: 0, untouched: 0 },
      created: '2026-11-24T12:03:00.000Z',
    });
    expect(bodyOf(await ask('POST', '/rescans', { all: true })).id).not.toBe(run.id);
    await recover();
    const done = bodyOf(await ask('GET', `/rescans/${run.id}`));
    expect(done).toMatchObject({ status: 'done', done: 2, finished: expect.stringContaining('2026-11-24T12') });
  });

  it('runs: of a repository or of a CVE there are those images alone', async () => {
    const { ask, scan, found } = await runApp();
    await scan('nginx', 'redis');
    found.g1 = [{ id: 'CVE-1', severity: 'HIGH' }];
    await scan('redis');
    const ofRepository = bodyOf(await ask('POST', '/rescans', { repository: 'docker.io/library/ng*' }));
    expect(ofRepository).toMatchObject({ target: { kind: 'repository', pattern: 'docker.io/library/ng*' }, total: 1 });
    const ofCve = bodyOf(await ask('POST', '/rescans', { cve: 'CVE-1' }));
    expect(ofCve).toMatchObject({ target: { kind: 'cve', cve: 'CVE-1' }, total: 1 });
    const typed = bodyOf(await ask('POST', '/rescans', { cve: 'cve-1' }));
    expect(typed).toMatchObject({ target: { cve: 'CVE-1' }, total: 1 });
    const ofNone = bodyOf(await ask('POST', '/rescans', { cve: 'CVE-2' }));
    expect(ofNone).toMatchObject({ status: 'done', total: 0 });
  });

  it.each([
    ['nothing', {}, 'name one of all, repository and cve'],
    ['two targets', { all: true, cve: 'CVE-1' }, 'name one of all, repository and cve'],
    ['a field that is unknown', { all: true, image: 'nginx' }, 'image: is not known here'],
    ['all that is not true', { all: 'yes' }, 'all: expected true'],
    ['a repository that is no text', { repository: 7 }, 'repository: expected a pattern'],
    ['a pattern that is none', { repository: 'a/***' }, 'pattern'],
    ['a CVE that is none', { cve: 'CVE-1#s3cret' }, 'cve: expected an id'],
    ['a list', [], 'the body'],
  ])('runs: %s is refused by name, values are not repeated, nothing is started', async (_, body, text) => {
    const { ask, runsOf } = await runApp();
    const answer = await ask('POST', '/rescans', body);
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([400, 'bad_request']);
    expect(bodyOf(answer).detail).toContain(text);
    expect(answer.body).not.toMatch(/s3cret/);
    expect(await runsOf()).toEqual([]);
  });

  it('runs: without a database there is nothing to match with, and the caller is told', async () => {
    const { ask, stores, runsOf } = await runApp();
    stores.rematcher.database = () => Promise.reject(new DrydockError('database_missing', 'there is no database yet'));
    const answer = await ask('POST', '/rescans', { all: true });
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([503, 'database_missing']);
    expect(await runsOf()).toEqual([]);
  });

  it('runs: one that cannot be planned at once is answered as it is, and the sweeper goes on', async () => {
    const { ask, scan, stores, recover, log, world } = await runApp();
    await scan('nginx');
    const { list } = stores.watches;
    stores.watches.list = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    const answer = await ask('POST', '/rescans', { all: true });
    expect([answer.statusCode, bodyOf(answer).status]).toEqual([202, 'planned']);
    expect(log.lines.map(({ message }) => message)).toContain('run not planned yet');
    stores.watches.list = list;
    world.time.now += 3 * minute;
    await recover();
    expect(bodyOf(await ask('GET', `/rescans/${bodyOf(answer).id}`))).toMatchObject({ status: 'done', done: 1 });
  });

  it('runs: whoever may only write gets the run that was asked for, and may not read it later', async () => {
    const { ask, scan, caller } = await runApp();
    await scan('nginx');
    caller.scopes = ['scan:write'];
    const answer = await ask('POST', '/rescans', { all: true });
    expect(answer.statusCode).toBe(202);
    expect((await ask('GET', `/rescans/${bodyOf(answer).id}`)).statusCode).toBe(403);
    caller.scopes = ['report:read'];
    expect((await ask('POST', '/rescans', { all: true })).statusCode).toBe(403);
  });
});

describe('GET /rescans', () => {
  it('runs: are listed newest first, page by page', async () => {
    const { ask, scan, world } = await runApp();
    await scan('nginx');
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      world.time.now += minute;
      ids.unshift(bodyOf(await ask('POST', '/rescans', { all: true })).id);
    }
    const first = await ask('GET', '/rescans?limit=2');
    expect(first.headers.link).toContain('</rescans?limit=2&cursor=');
    const rest = bodyOf(await ask('GET', `/rescans?limit=2&cursor=${bodyOf(first).nextCursor}`));
    expect([...bodyOf(first).items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest).not.toHaveProperty('nextCursor');
    for (const query of ['limit=0', 'limit=x', 'cursor=x']) {
      expect((await ask('GET', `/rescans?${query}`)).statusCode, query).toBe(400);
    }
  });

  it('runs: another tenant finds none of them, and what is no id at all is not looked up', async () => {
    const { ask, scan, caller } = await runApp();
    await scan('nginx');
    const { id } = bodyOf(await ask('POST', '/rescans', { all: true }));
    caller.tenant = 'other';
    expect((await ask('GET', `/rescans/${id}`)).statusCode).toBe(404);
    expect(bodyOf(await ask('GET', '/rescans')).items).toEqual([]);
    caller.tenant = admin.tenant;
    for (const other of ['r1', `R${id.slice(1)}`, 'x', `${id}0`]) {
      expect((await ask('GET', `/rescans/${other}`)).statusCode, other).toBe(404);
    }
  });

  it('runs: a server that scans no images again says so', async () => {
    const { ask } = await runApp({ runs: undefined });
    for (const [method, path] of [
      ['POST', '/rescans'],
      ['GET', '/rescans'],
      ['GET', `/rescans/r${'0'.repeat(32)}`],
    ] as const) {
      const answer = await ask(method, path, method === 'POST' ? { all: true } : undefined);
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([503, 'storage_unavailable']);
    }
  });
});
