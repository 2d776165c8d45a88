import { describe, expect, it } from 'vitest';
import type { AppDeps } from '../../functions/api/app-deps.ts';
import { noteUse } from '../../functions/rescans/watches/note-use.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import { memoryWatchStore } from '../rescans/memory-run-store.ts';
import { rescanWorld } from '../rescans/rescan-world.ts';
import { alice, digestFor } from '../scans/image/image-world.ts';
import { bodyOf } from './image-app.ts';
import { request, type Wanted } from './request.ts';
import { sampleApp } from './sample-app.ts';

const nginx = digestFor('library/nginx');
const high = (id: string) => ({ id, severity: 'HIGH' });

function changeApp(replaced: Partial<AppDeps> = {}) {
  const world = rescanWorld();
  const { clock, deploymentKey } = world.deps;
  const rescans = { ...world.deps, watches: memoryWatchStore(clock), watchSettings: defaultWatchSettings };
  const { app } = sampleApp({ rescans, deploymentKey, clock, callerOf: () => alice, ...replaced });
  const ask = (method: string, target: string, wanted?: Wanted) => app(request(method, target, wanted));
  return { world, rescans, ask };
}

async function twoResults() {
  const one = changeApp();
  await one.world.scan('nginx:1', [high('CVE-1'), { id: 'CVE-3', severity: 'LOW' }]);
  one.world.pass(60_000);
  await one.world.scan('nginx:1', [high('CVE-2'), { ...high('CVE-3'), fixed: '2', status: 'fixed' }], 'g2');
  return one;
}

describe('GET /images/{digest}/history', () => {
  it('history: tells what each result changed, in pages, without tenants and names of objects', async () => {
    const { ask } = await twoResults();
    const first = await ask('GET', `/images/${nginx}/history?limit=1`);
    expect(first.statusCode).toBe(200);
    const { items, nextCursor } = bodyOf(first);
    expect(items[0].change).toMatchObject({
      previous: { scanned: '2026-11-24T12:00:00.000Z', database: 'g1' },
      summary: { added: { total: 1 }, withdrawn: { total: 1 }, raised: 1, newlyFixable: 1 },
    });
    expect(first.body).not.toMatch(/alice|diffs\//);
    expect(first.headers.link).toContain(`</images/${nginx}/history?`);
    const second = bodyOf(await ask('GET', `/images/${nginx}/history?limit=1&cursor=${nextCursor}`));
    expect(second.items[0]).not.toHaveProperty('change');
    expect((await ask('GET', `/images/${digestFor('other')}/history`)).statusCode).toBe(404);
    for (const path of ['history', 'diff']) {
      const answer = await ask('GET', `/images/${nginx}/${path}?platform=amd64`);
      expect([answer.statusCode, bodyOf(answer).code], path).toEqual([400, 'bad_platform']);
    }
  });
});

describe('GET /images/{digest}/diff and GET /diff', () => {
  it('diff: a fix that is another version now, or none any more, is told with the versions', async () => {
    const { ask, world } = changeApp();
    const fixedIn = (id: string, fixed: string) => ({ ...high(id), fixed, status: 'fixed' });
    await world.scan('nginx:1', [fixedIn('CVE-1', '2'), fixedIn('CVE-2', '2'), fixedIn('CVE-3', '2')]);
    world.pass(60_000);
    await world.scan('nginx:1', [fixedIn('CVE-1', '3'), high('CVE-2'), fixedIn('CVE-3', '2')], 'g2');
    const { fixChanged, newlyFixable } = bodyOf(await ask('GET', `/images/${nginx}/diff`));
    expect(fixChanged).toMatchObject([
      { before: '2', after: '3', finding: { id: 'CVE-1' } },
      { before: '2', finding: { id: 'CVE-2' } },
    ]);
    expect([fixChanged[1].after, newlyFixable]).toEqual([undefined, []]);
  });

  it('diff: what else became of a finding is listed with the parts that are different, and counted', async () => {
    const { ask, world } = changeApp();
    await world.scan('nginx:1', [high('CVE-1'), { ...high('CVE-2'), fixed: '2', status: 'fixed' }]);
    world.pass(60_000);
    await world.scan(
      'nginx:1',
      [
        { ...high('CVE-1'), status: 'will_not_fix' },
        { ...high('CVE-2'), fixed: '3', status: 'fixed' },
      ],
      'g2',
    );
    const answer = bodyOf(await ask('GET', `/images/${nginx}/diff`));
    expect(answer.summary).toMatchObject({ fixChanged: 1, updated: 2, newlyFixable: 0 });
    expect(answer.updated).toMatchObject([
      { changed: ['status'], before: { status: 'unknown' }, finding: { id: 'CVE-1', status: 'will_not_fix' } },
      { changed: ['fixed'], before: { fixed: '2' }, finding: { id: 'CVE-2', fixed: '3' } },
    ]);
  });

  it('diff: of the last two results lists what is added, withdrawn, rated otherwise and fixable now', async () => {
    const { ask } = await twoResults();
    const answer = await ask('GET', `/images/${nginx}/diff`);
    expect(bodyOf(answer)).toMatchObject({
      from: { database: 'g1', digest: nginx },
      to: { database: 'g2', digest: nginx },
      added: [{ id: 'CVE-2' }],
      withdrawn: [{ id: 'CVE-1' }],
      fixed: [],
      severityChanged: [{ before: 'LOW', after: 'HIGH', finding: { id: 'CVE-3' } }],
      newlyFixable: [{ id: 'CVE-3', fixed: '2' }],
    });
    expect(bodyOf(answer).fixChanged).toEqual([]);
    const short = bodyOf(await ask('GET', `/images/${nginx}/diff?limit=1&platform=linux/amd64`));
    expect(short.added).toHaveLength(1);
  });

  it('diff: of two images, by reference or digest; both must be named and scanned', async () => {
    const { ask, world } = await twoResults();
    world.pass(60_000);
    world.script.resolve = async () => ({ digest: digestFor('new build') });
    await world.scan('nginx:2', [high('CVE-4')]);
    const answer = await ask('GET', `/diff?from=nginx:1&to=${digestFor('new build')}`);
    expect(bodyOf(answer)).toMatchObject({
      from: { image: 'docker.io/library/nginx:1' },
      to: { image: 'docker.io/library/nginx:2' },
      added: [{ id: 'CVE-4' }],
    });
    for (const [query, status] of [
      ['from=nginx:1', 400],
      ['from=nginx:1&to=NGINX', 400],
      ['from=nginx:1&to=redis', 404],
      ['from=nginx:1&to=nginx:1&limit=501', 400],
      ['from=nginx:1&to=nginx:1&from=a', 400],
    ] as const) {
      expect((await ask('GET', `/diff?${query}`)).statusCode, query).toBe(status);
    }
  });
});

describe('GET /cves', () => {
  it('CVEs: are listed by severity and time, and one is read with the images that have it', async () => {
    const { ask } = await twoResults();
    const listed = bodyOf(await ask('GET', '/cves?severity=high,critical&since=2026-11-24T12:00:30Z'));
    expect(listed.items).toEqual([{ id: 'CVE-2', severity: 'HIGH', firstSeen: '2026-11-24T12:01:00.000Z', images: 1 }]);
    const first = await ask('GET', '/cves?limit=1');
    expect(first.headers.link).toContain('</cves?limit=1&cursor=');
    const known = bodyOf(await ask('GET', '/cves/CVE-3'));
    expect(known).toMatchObject({
      id: 'CVE-3',
      severity: 'HIGH',
      firstSeen: '2026-11-24T12:00:00.000Z',
      images: { items: [{ digest: nginx, packages: [{ name: 'openssl', fixed: '2' }] }] },
    });
    expect(bodyOf(await ask('GET', '/cves/cve-3'))).toEqual(known);
    expect((await ask('GET', '/cves/CVE-1')).statusCode).toBe(404);
    expect((await ask('GET', '/cves?since=yesterday')).statusCode).toBe(400);
    expect((await ask('GET', '/cves?severity=bad')).statusCode).toBe(400);
  });
});

describe('/watches', () => {
  const json = { 'content-type': 'application/json' };

  it('watches: are made, changed, listed, read and removed', async () => {
    const { ask } = changeApp();
    const post = (body: object) => ask('POST', '/watches', { body: JSON.stringify(body), headers: json });
    const made = await post({ image: 'nginx:1', every: 7_200 });
    expect([made.statusCode, bodyOf(made)]).toEqual([
      201,
      expect.objectContaining({ target: 'docker.io/library/nginx:1', mode: 'pin', state: 'watched', every: 7_200 }),
    ]);
    const changed = await post({ image: 'nginx:1', mode: 'stop' });
    expect([changed.statusCode, bodyOf(changed).state]).toEqual([200, 'stopped']);
    await post({ repository: 'ghcr.io/team/*' });
    expect(bodyOf(await ask('GET', '/watches')).items).toHaveLength(2);
    expect((await ask('GET', '/watches?limit=1')).headers.link).toContain('</watches?limit=1&cursor=');
    const { location = '' } = made.headers;
    expect(bodyOf(await ask('GET', location)).mode).toBe('stop');
    expect((await ask('DELETE', location)).statusCode).toBe(204);
    expect((await ask('GET', location)).statusCode).toBe(404);
  });

  it.each([
    [{}, 'name one of image, digest and repository'],
    [{ image: 'a', digest: 'b' }, 'name one of image, digest and repository'],
    [{ image: 5 }, 'image: expected a text'],
    [{ image: 'a', x: 1 }, 'x: is not known here'],
    [{ image: 'a', every: 1 }, 'every: expected whole seconds from 3600 to 7776000'],
    [{ image: 'a', every: '12h' }, 'every: expected whole seconds from 3600 to 7776000'],
    [{ image: 'a', mode: 'hold' }, 'mode: expected one of use, pin, stop'],
    [
      { repository: 'ghcr.io/*', platform: 'linux/arm64' },
      'platform: a pattern of repositories holds for all platforms',
    ],
    [{ digest: nginx, every: 7_200 }, 'every: a digest is what it is, only tags are looked up again'],
    [{ image: `nginx@${nginx}`, every: 7_200 }, 'every: a digest is what it is, only tags are looked up again'],
    [[], 'the body: expected an object'],
  ])('watches: %j is refused, naming the field', async (body, detail) => {
    const answer = await changeApp().ask('POST', '/watches', { body: JSON.stringify(body), headers: json });
    expect([answer.statusCode, bodyOf(answer).detail]).toEqual([400, detail]);
  });

  it('watches: what is in use says until when', async () => {
    const { ask, rescans } = changeApp();
    await noteUse(rescans, { tenant: 'alice', image: 'nginx:1', digest: nginx, platform: 'linux/amd64' });
    const [watch] = bodyOf(await ask('GET', '/watches')).items;
    expect(watch).toMatchObject({
      digest: nginx,
      until: '2026-12-08T12:00:00.000Z',
      nextLook: '2026-11-25T12:00:00.000Z',
      state: 'watched',
      createdBy: 'use',
    });
    await noteUse(rescans, { tenant: 'alice', image: `nginx@${nginx}`, digest: nginx, platform: 'linux/amd64' });
    const byDigest = bodyOf(await ask('GET', '/watches')).items.find(({ kind }: { kind: string }) => kind === 'digest');
    expect(byDigest.state).toBe('watched');
    expect(byDigest).not.toHaveProperty('nextLook');
  });
});

describe('a server that keeps nothing', () => {
  it.each(['/cves', '/watches', '/diff?from=a&to=b'])('%s: says that it keeps nothing', async (target) => {
    const answer = await changeApp({ rescans: undefined }).ask('GET', target);
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([503, 'storage_unavailable']);
  });
});
