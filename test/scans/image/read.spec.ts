import { describe, expect, it } from 'vitest';
import { deleteImage, deleteImageScan } from '../../../functions/scans/image/delete.ts';
import { listImageScans, listImages, readImage } from '../../../functions/scans/image/list.ts';
import { readImageScan, readReport } from '../../../functions/scans/image/read.ts';
import { openReportLink, signReportLink } from '../../../functions/scans/image/report-link.ts';
import { openCredentials, sealCredentials } from '../../../functions/scans/image/seal-credentials.ts';
import { waitForImageScan } from '../../../functions/scans/image/wait.ts';
import { alice, digestFor, imageWorld, noon, scannedImage, settle } from './image-world.ts';

const coded = (code: string) => expect.objectContaining({ code });
const bob = { ...alice, tenant: 'bob' };
const nobody = { ...alice, scopes: [] };

async function done(world: ReturnType<typeof imageWorld>, image = 'nginx:1.27') {
  const { scan } = await world.submit({ image });
  await world.run(world.rung.at(-1)!);
  world.pass(1_000);
  return (await world.deps.scans.read('alice', scan.id))!;
}

describe('read', () => {
  it('read: another tenant, a wrong id and no scan are the same not_found; no scope is forbidden (I5)', async () => {
    const world = imageWorld();
    const scan = await done(world);
    expect(await readImageScan(world.deps, alice, scan.id)).toEqual(scan);
    for (const [who, id] of [
      [bob, scan.id],
      [alice, 'x'],
      [alice, `i${'0'.repeat(32)}`],
    ] as const) {
      await expect(readImageScan(world.deps, who, id)).rejects.toEqual(coded('not_found'));
    }
    await expect(readImageScan(world.deps, nobody, scan.id)).rejects.toEqual(coded('forbidden'));
  });

  it('read: a report that is changed, cut off or gone is not shown (F23, I3)', async () => {
    const world = imageWorld();
    const scan = await done(world);
    const { key } = scan.result!.report;
    const whole = world.deps.reports.objects.get(key)!;
    for (const bytes of [whole.slice(0, -1), Buffer.from('{}')]) {
      world.deps.reports.objects.set(key, bytes);
      await expect(readReport(world.deps, scan)).rejects.toEqual(coded('storage_unavailable'));
    }
    await world.deps.reports.remove(key);
    await expect(readReport(world.deps, scan)).rejects.toEqual(coded('storage_unavailable'));
    await expect(readReport(world.deps, { ...scan, result: undefined as never })).rejects.toEqual(
      coded('storage_unavailable'),
    );
  });

  it('list: newest first, by repository, by tag, in pages that belong to one listing', async () => {
    const world = imageWorld();
    for (const image of ['nginx:1', 'redis:7', 'nginx:2']) {
      world.script.resolve = async () => ({ digest: digestFor(image) });
      await done(world, image);
    }
    const images = async (request: Parameters<typeof listImageScans>[2]) =>
      (await listImageScans(world.deps, alice, request)).scans.map(({ image }) => image.split('/').at(-1));
    expect(await images({})).toEqual(['nginx:2', 'redis:7', 'nginx:1']);
    expect(await images({ image: 'nginx' })).toEqual(['nginx:2', 'nginx:1']);
    expect(await images({ image: 'docker.io/library/nginx:1' })).toEqual(['nginx:1']);
    expect((await listImageScans(world.deps, bob, {})).scans).toEqual([]);
    const { cursor } = await listImageScans(world.deps, alice, { limit: 2 });
    expect(await images({ limit: 2, cursor })).toEqual(['nginx:1']);
    for (const request of [{ cursor, image: 'nginx' }, { cursor: 'x' }]) {
      await expect(listImageScans(world.deps, alice, request)).rejects.toEqual(coded('bad_cursor'));
    }
    await expect(listImageScans(world.deps, bob, { cursor })).rejects.toEqual(coded('bad_cursor'));
    for (const limit of [0, 101, 1.5]) {
      await expect(listImageScans(world.deps, alice, { limit })).rejects.toEqual(coded('bad_request'));
    }
    await expect(listImageScans(world.deps, nobody, {})).rejects.toEqual(coded('forbidden'));
  });

  it('images: each digest once with its newest result, and its history behind it', async () => {
    const world = imageWorld();
    const first = await done(world);
    world.script.database = 'g2';
    const second = await done(world);
    const { images } = await listImages(world.deps, alice, {});
    expect(images).toMatchObject([{ digest: first.digest, scan: second.id, verdict: 'fail' }]);
    const page = await readImage(world.deps, alice, first.digest!, { limit: 1 });
    expect(page).toMatchObject({ results: [{ scan: second.id }], cursor: expect.any(String) });
    const rest = await readImage(world.deps, alice, first.digest!, { limit: 1, cursor: page.cursor });
    expect(rest.results).toMatchObject([{ scan: first.id }]);
    expect(rest).not.toHaveProperty('cursor');
    for (const [who, digest] of [
      [bob, first.digest!],
      [alice, 'sha256:x'],
      [alice, digestFor('none')],
    ] as const) {
      await expect(readImage(world.deps, who, digest, {})).rejects.toEqual(coded('not_found'));
    }
  });

  it('delete: a scan goes with its report, an image with all of its scans', async () => {
    const world = imageWorld();
    const first = await done(world);
    world.script.database = 'g2';
    const second = await done(world);
    await expect(deleteImageScan(world.deps, bob, first.id)).rejects.toEqual(coded('not_found'));
    await expect(deleteImageScan(world.deps, nobody, first.id)).rejects.toEqual(coded('forbidden'));
    await deleteImageScan(world.deps, alice, first.id);
    await expect(deleteImageScan(world.deps, alice, first.id)).rejects.toEqual(coded('not_found'));
    expect([...world.deps.reports.objects.keys()]).toEqual([second.result!.report.key]);
    await expect(deleteImage(world.deps, bob, second.digest!)).rejects.toEqual(coded('not_found'));
    await deleteImage(world.deps, alice, second.digest!);
    await expect(deleteImage(world.deps, alice, second.digest!)).rejects.toEqual(coded('not_found'));
    expect(world.deps.reports.objects.size + world.deps.scans.rows.size + world.deps.images.results.size).toBe(0);
  });

  it('delete: a scan that a worker still runs stays deleted', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    world.script.scan = async () => {
      await deleteImageScan(world.deps, alice, scan.id);
      return scannedImage();
    };
    expect(await world.run(world.rung[0]!)).toBe('done');
    expect(world.deps.scans.rows.size + world.deps.reports.objects.size).toBe(0);
  });
});

describe('wait', () => {
  it('wait: looks after 0.25, 0.5, 1, 2, 2 … seconds and ends with the time', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    const looks: number[] = [];
    const scans = {
      read: async () => {
        looks.push(world.time.now - noon);
        return scan;
      },
    };
    const waiting = waitForImageScan({ ...world.deps, scans }, scan, 6_000);
    for (let passed = 0; passed < 6_000; passed += 250) {
      world.pass(250);
      await settle();
    }
    expect(await waiting).toBe(scan);
    expect(looks).toEqual([250, 750, 1_750, 3_750, 5_750, 6_000]);
  });

  it('wait: ends with the scan, with the caller, and at once for what is done', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    const leaving = new AbortController();
    const left = waitForImageScan(world.deps, scan, 60_000, leaving.signal);
    const waiting = waitForImageScan(world.deps, scan, 60_000);
    await settle();
    leaving.abort();
    expect(await left).toMatchObject({ status: 'queued' });
    await world.run(world.rung[0]!);
    world.pass(250);
    const finished = await waiting;
    expect(finished).toMatchObject({ status: 'done' });
    expect(await waitForImageScan(world.deps, finished, 60_000)).toBe(finished);
    expect(await waitForImageScan(world.deps, scan, 0)).toBe(scan);
    expect(world.timer.waiting()).toBe(0);
  });
});

describe('sealed things', () => {
  const key = Buffer.from('key');
  const message = { tenant: 'a', id: `i${'1'.repeat(32)}`, generation: 1 };

  it('credentials: open only for the scan and generation they were sealed for, whole, and with the key', () => {
    const credentials = { username: 'u', password: 'p' };
    const sealed = sealCredentials(key, message, credentials);
    expect(openCredentials(key, message, sealed)).toEqual(credentials);
    expect(sealCredentials(key, message, credentials)).not.toBe(sealed);
    const changed = Buffer.from(sealed, 'base64');
    changed[14]! ^= 1;
    const attempts: Parameters<typeof openCredentials>[] = [
      [Buffer.from('other'), message, sealed],
      [key, { ...message, tenant: 'b' }, sealed],
      [key, { ...message, generation: 2 }, sealed],
      [key, message, changed.toString('base64')],
      [key, message, ''],
    ];
    for (const attempt of attempts) expect(() => openCredentials(...attempt)).toThrow(coded('credentials_gone'));
  });

  it('report link: gives its own report for its time only', () => {
    const at = (now: number) => () => now;
    const query = new URLSearchParams(signReportLink(key, at(noon), 'reports/a/b.json', 60));
    expect(openReportLink(key, at(noon + 59_000), query)).toBe('reports/a/b.json');
    expect(() => openReportLink(key, at(noon + 60_000), query)).toThrow(coded('not_found'));
    for (const [name, value] of [
      ['key', 'reports/other.json'],
      ['expires', '9999999999'],
      ['signature', ''],
    ] as const) {
      const other = new URLSearchParams(query);
      other.set(name, value);
      expect(() => openReportLink(key, at(noon), other)).toThrow(coded('not_found'));
    }
  });
});
