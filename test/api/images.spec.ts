import { describe, expect, it } from 'vitest';
import { alice, digestFor } from '../scans/image/image-world.ts';
import { bodyOf, imageApp } from './image-app.ts';

const nginx = digestFor('library/nginx');
const next = (link = ''): string => /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';

/** Scans each image, a second after the other. */
async function withScans(...images: string[]) {
  const app = imageApp();
  const places: string[] = [];
  for (const image of images) {
    places.push(await app.scanned(image));
    app.world.pass(1_000);
  }
  return { ...app, places };
}

describe('GET /scans?kind=image', () => {
  it('lists scans of images, the newest first, without findings', async () => {
    const { ask } = await withScans('nginx:1.27', 'redis:7');
    const { items } = bodyOf(await ask('GET', '/scans?kind=image'));
    expect(items.map(({ image }: { image: string }) => image)).toEqual([
      'docker.io/library/redis:7',
      'docker.io/library/nginx:1.27',
    ]);
    expect(items[0]).toMatchObject({ kind: 'image', status: 'done', verdict: 'fail', counts: { total: 1 } });
    expect(items[0].findings).toBeUndefined();
    expect(bodyOf(await ask('GET', '/scans'))).toEqual({ items: [] });
  });

  it('tells which of them a rescan or a watch asked for', async () => {
    const { ask, world, work } = await withScans('nginx:1.27');
    await world.submit({ image: 'redis:7', watch: 'w1' });
    await work();
    const [scan] = [...world.deps.scans.rows.values()];
    await world.deps.scans.replace({ ...scan!, run: 'r1' }, scan!.fence);
    const { items } = bodyOf(await ask('GET', '/scans?kind=image'));
    const asked = items.map(({ image, rescan, watch }: Record<string, string>) => [image, rescan, watch]);
    expect(asked.toSorted()).toEqual([
      ['docker.io/library/nginx:1.27', 'r1', undefined],
      ['docker.io/library/redis:7', undefined, 'w1'],
    ]);
  });

  it('of one reference, or of all tags of a repository', async () => {
    const { ask, world } = await withScans();
    world.script.resolve = async (name) => ({ digest: digestFor(`${name}${world.time.now}`) });
    for (const image of ['nginx:1.27', 'nginx:1.28', 'redis:7']) {
      await ask('POST', '/scan/image', { body: `image=${image}` });
      world.pass(1_000);
    }
    for (const [query, count] of [
      ['kind=image&image=nginx:1.27', 1],
      ['image=nginx:1.27', 1],
      ['image=docker.io/library/nginx', 2],
      ['image=busybox', 0],
    ]) {
      expect([query, bodyOf(await ask('GET', `/scans?${query}`)).items.length]).toEqual([query, count]);
    }
    const first = await ask('GET', '/scans?image=nginx&limit=1');
    expect(next(first.headers.link)).toMatch(/^\/scans\?image=nginx&limit=1&cursor=/);
    const second = await ask('GET', next(first.headers.link));
    expect(bodyOf(second).items[0].image).toBe('docker.io/library/nginx:1.27');
    expect(second.headers.link).toBeUndefined();
  });

  for (const [query, code] of [
    ['kind=image&object=Pod/a.b', 'bad_request'],
    ['kind=image&limit=0', 'bad_request'],
    ['image=UPPER', 'bad_reference'],
    ['kind=image&cursor=x', 'bad_cursor'],
  ]) {
    it(`?${query} is refused as ${code}`, async () => {
      const answer = await imageApp().ask('GET', `/scans?${query}`);
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([400, code]);
    });
  }
});

describe('GET /images', () => {
  it('lists each image with its newest result, page by page', async () => {
    const { ask, places } = await withScans('nginx:1.27', 'redis:7');
    const first = await ask('GET', '/images?limit=1');
    expect(bodyOf(first).items).toMatchObject([{ image: 'docker.io/library/redis:7', verdict: 'fail' }]);
    const second = await ask('GET', next(first.headers.link));
    expect(bodyOf(second)).toEqual({
      items: [
        {
          image: 'docker.io/library/nginx:1.27',
          digest: nginx,
          scan: places[0]?.slice('/scans/'.length),
          platform: 'linux/amd64',
          scanned: '2026-11-24T12:00:00.000Z',
          verdict: 'fail',
          reasons: [{ code: 'critical_with_fix', message: '1 CRITICAL finding with a fix' }],
          counts: expect.objectContaining({ total: 1, fixable: 1 }),
          database: 'g1',
          scannerVersion: '0.68.2',
        },
      ],
    });
  });

  it('one image is its platforms and the history of its scans', async () => {
    const { ask, world, work } = await withScans('nginx:1.27');
    for (const query of ['image=nginx:1.27&platform=linux/arm64', 'image=nginx:1.27&fresh=true']) {
      await ask('POST', `/scan/image?${query}`);
      await work();
      world.pass(1_000);
    }
    const answer = await ask('GET', `/images/${nginx}`);
    const { digest, images, history } = bodyOf(answer);
    expect([digest, images.length, history.items.length]).toEqual([nginx, 2, 3]);
    expect(history.items[0]).toMatchObject({ verdict: 'fail', database: 'g1', scan: expect.stringMatching(/^i/) });
    const page = await ask('GET', `/images/${nginx}?limit=2`);
    expect(bodyOf(page).history.items).toHaveLength(2);
    const last = await ask('GET', next(page.headers.link));
    expect([bodyOf(last).history.items.length, last.headers.link]).toEqual([1, undefined]);
    expect((await ask('GET', `/images/${encodeURIComponent(nginx)}`)).statusCode).toBe(200);
  });

  it('a rescan that found the same is told of the image and of its scan, and answers who asks again', async () => {
    const { ask, world, places } = await withScans('nginx:1.27');
    const [image] = await world.deps.images.read('alice', nginx);
    await world.deps.images.noteChecked([{ ...image!, checked: { at: world.time.now, database: 'g2', run: 'r1' } }]);
    world.script.database = 'g2';
    const checked = { at: '2026-11-24T12:00:01.000Z', database: 'g2', run: 'r1' };
    expect(bodyOf(await ask('GET', '/images')).items[0]).toMatchObject({ database: 'g1', checked });
    const again = await ask('POST', '/scan/image', { body: 'image=nginx:1.27' });
    expect([again.statusCode, again.headers.location]).toEqual([200, places[0]]);
    expect(bodyOf(again)).toMatchObject({ checked, coverage: { database: { generation: 'g1' } } });
    expect(bodyOf(await ask('GET', places[0]!))).toEqual(bodyOf(again));
  });

  it('what is no digest, or of none that was scanned, is not found', async () => {
    const { ask } = await withScans('nginx:1.27');
    for (const name of ['nginx', 'sha256:0', `sha256:${'0'.repeat(64)}`, '__proto__']) {
      for (const method of ['GET', 'DELETE']) {
        expect((await ask(method, `/images/${name}`)).statusCode).toBe(404);
      }
    }
  });
});

describe('deleting', () => {
  it('a deleted scan is gone with its report, its line in the history stays', async () => {
    const { ask, places, world } = await withScans('nginx:1.27');
    const statuses = [];
    for (const method of ['DELETE', 'DELETE', 'GET']) statuses.push((await ask(method, places[0]!)).statusCode);
    expect(statuses).toEqual([204, 404, 404]);
    expect(world.deps.reports.objects.size).toBe(0);
    expect(bodyOf(await ask('GET', `/images/${nginx}`)).history.items).toHaveLength(1);
  });

  it('a deleted image is gone with its scans and reports', async () => {
    const { ask, places, world } = await withScans('nginx:1.27');
    expect((await ask('DELETE', `/images/${nginx}`)).statusCode).toBe(204);
    for (const path of [`/images/${nginx}`, places[0]!]) expect((await ask('GET', path)).statusCode).toBe(404);
    expect(world.deps.reports.objects.size).toBe(0);
    expect(bodyOf(await ask('GET', '/images'))).toEqual({ items: [] });
  });
});

describe('across tenants and scopes', () => {
  it("another tenant's scans and images do not exist", async () => {
    const { ask, places, caller, world } = await withScans('nginx:1.27');
    caller.is = { ...alice, tenant: 'other' };
    for (const path of [places[0]!, `/images/${nginx}`]) {
      for (const method of ['GET', 'DELETE']) expect((await ask(method, path)).statusCode).toBe(404);
    }
    expect(bodyOf(await ask('GET', '/images'))).toEqual({ items: [] });
    expect(bodyOf(await ask('GET', '/scans?kind=image'))).toEqual({ items: [] });
    expect((await ask('POST', '/scan/image?image=nginx:1.27')).headers.location).not.toBe(places[0]);
    expect(world.rung.at(-1)?.tenant).toBe('other');
  });

  it('who may only scan reads nothing, who may only read deletes nothing', async () => {
    const { ask, places, caller } = await withScans('nginx:1.27');
    const paths = [places[0]!, `/images/${nginx}`, '/images', '/scans?kind=image'];
    caller.is = { ...alice, scopes: ['scan:write'] };
    for (const path of paths) expect((await ask('GET', path)).statusCode).toBe(403);
    expect((await ask('POST', '/scan/image?image=nginx:1.27')).statusCode).toBe(200);
    caller.is = { ...alice, scopes: ['report:read'] };
    for (const path of paths.slice(0, 2)) expect((await ask('DELETE', path)).statusCode).toBe(403);
  });
});
