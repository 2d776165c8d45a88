import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { buryImageScan } from '../../../functions/scans/image/dead-letter.ts';
import { deliverImageScans } from '../../../functions/scans/image/deliver.ts';
import { formatScanMessage, parseScanMessage } from '../../../functions/scans/image/scan-message.ts';
import { sealCredentials } from '../../../functions/scans/image/seal-credentials.ts';
import { imageWorld, scannedImage, settle } from './image-world.ts';

const minute = 60_000;

describe('sweep', () => {
  it('sweep: a doorbell that was lost is rung again after two minutes (F20)', async () => {
    const world = imageWorld();
    world.script.ring = () => Promise.reject(new Error('queue down'));
    await world.submit();
    world.script.ring = async () => {};
    world.pass(2 * minute - 1);
    expect(await world.sweep()).toEqual({ seen: 0, rung: 0, failed: 0 });
    world.pass(1);
    expect(await world.sweep()).toEqual({ seen: 1, rung: 1, failed: 0 });
    expect(await world.sweep()).toMatchObject({ seen: 0 });
    await world.run(world.rung[0]!);
    world.pass(2 * minute);
    expect(await world.sweep()).toMatchObject({ seen: 0 });
  });

  it('sweep: two sweepers at once ring once', async () => {
    const world = imageWorld();
    await world.submit();
    world.pass(2 * minute);
    const sweeps = await Promise.all([world.sweep(), world.sweep()]);
    expect(sweeps.map(({ rung }) => rung).toSorted()).toEqual([0, 1]);
  });

  it('sweep: a scan whose worker is gone is queued again, three times in all', async () => {
    const world = imageWorld();
    world.script.scan = () => new Promise(() => {});
    const { scan } = await world.submit();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      void world.run(world.rung.at(-1)!, { timer: () => () => {} });
      await settle();
      world.pass(minute);
      expect(await world.sweep()).toMatchObject(attempt < 3 ? { rung: 1 } : { rung: 0, failed: 1 });
    }
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({
      status: 'failed',
      error: { code: 'worker_lost' },
    });
  });

  it('sweep: a scan that waits for credentials is not rung for, and given up after a quarter of an hour', async () => {
    const world = imageWorld();
    const { scan } = await world.submit({ credentials: { token: 't' } });
    for (let passed = 0; passed < 14; passed += 2) {
      world.pass(2 * minute);
      expect(await world.sweep()).toMatchObject({ seen: 1, rung: 0, failed: 0 });
    }
    world.pass(2 * minute);
    expect(await world.sweep()).toMatchObject({ failed: 1 });
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({ error: { code: 'credentials_gone' } });
  });

  it('sweep: whatever is unfinished at its deadline fails', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    world.pass(60 * minute);
    expect(await world.sweep()).toMatchObject({ failed: 1 });
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({ error: { code: 'deadline_exceeded' } });
  });

  it("sweep: one scan's trouble does not keep it from the others", async () => {
    const world = imageWorld();
    const first = await world.submit();
    await world.submit({ image: 'redis' });
    world.pass(2 * minute);
    const { read } = world.deps.scans;
    world.deps.scans.read = (tenant, id) =>
      id === first.scan.id ? Promise.reject(new DrydockError('storage_unavailable', 'away')) : read(tenant, id);
    expect(await world.sweep()).toEqual({ seen: 2, rung: 1, failed: 0 });
    expect(world.logged.some(([message]) => message === 'scan not swept')).toBe(true);
  });
});

describe('dead letters (F19)', () => {
  it('dead letter: its scan fails, so that nobody waits', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    await buryImageScan(world.deps, world.rung[0]!);
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({
      status: 'failed',
      error: { code: 'dead_lettered' },
    });
  });

  it('dead letter: a scan that is held, finished, of another generation or unknown stays as it is', async () => {
    const world = imageWorld();
    world.script.scan = () => new Promise(() => {});
    const { scan } = await world.submit();
    const message = world.rung[0]!;
    void world.run(message);
    await settle();
    for (const one of [message, { ...message, generation: 2 }, { ...message, tenant: 'bob' }, undefined]) {
      await buryImageScan(world.deps, one);
    }
    expect(await world.deps.scans.read('alice', scan.id)).toMatchObject({ status: 'running' });
    world.time.now += minute;
    await buryImageScan(world.deps, message);
    const failed = await world.deps.scans.read('alice', scan.id);
    await buryImageScan(world.deps, message);
    expect(await world.deps.scans.read('alice', scan.id)).toEqual(failed);
  });

  it.each(['', '{', 'null', '[]', '{"tenant":"a#b","id":"x"}', `{"tenant":"a","id":"i${'0'.repeat(32)}"}`])(
    'message: %j is none of ours',
    (text) => {
      expect(parseScanMessage(text)).toBeUndefined();
    },
  );

  it('message: it is read as it was written, with and without credentials', () => {
    const message = { tenant: 'a', id: `i${'0'.repeat(32)}`, generation: 3 };
    expect(parseScanMessage(formatScanMessage(message))).toEqual(message);
    expect(parseScanMessage(formatScanMessage({ ...message, sealed: 'x' }))).toEqual({ ...message, sealed: 'x' });
    expect(parseScanMessage(JSON.stringify({ ...message, sealed: 7 }))).toBeUndefined();
  });

  it('message: with credentials as long as the longest request it is far below what queues take (F26)', () => {
    const message = { tenant: 'a', id: `i${'0'.repeat(32)}`, generation: 3 };
    const key = Buffer.from('deployment key');
    const sealed = sealCredentials(key, message, { username: 'ci', password: 'a'.repeat(65_536) });
    expect(formatScanMessage({ ...message, sealed }).length).toBeLessThan(128 * 1024);
  });
});

describe('deliveries (F18, F19)', () => {
  it('deliveries: those that failed or are too early come again, the others and garbage do not', async () => {
    const world = imageWorld();
    const bodies: string[] = [];
    for (const image of ['good', 'late', 'away']) {
      await world.submit({ image });
      bodies.push(formatScanMessage(world.rung.at(-1)!));
    }
    world.script.scan = async (order) => {
      if (order.reference.repository === 'library/late')
        throw new DrydockError('registry_rate_limited', 'x', { retryAfter: 60 });
      return scannedImage();
    };
    const away = parseScanMessage(bodies[2]!)!;
    const { read } = world.deps.scans;
    world.deps.scans.read = (tenant, id) =>
      id === away.id ? Promise.reject(new DrydockError('storage_unavailable', 'away')) : read(tenant, id);
    const postponed: [string, number][] = [];
    const deliveries = [...bodies, 'garbage'].map((body, index) => ({ id: `d${index}`, body }));
    const again = await deliverImageScans(world.deps, deliveries, async ({ id }, ms) => void postponed.push([id, ms]));
    expect(again).toEqual(['d1', 'd2']);
    expect(postponed).toEqual([['d1', 60_000]]);
    expect(world.counted).toContain('ImageScanDeadLetters');
  });

  it('deliveries: a queue that cannot postpone delivers when it likes', async () => {
    const world = imageWorld();
    await world.submit();
    world.script.scan = () => Promise.reject(new DrydockError('registry_unavailable', 'down'));
    const delivery = { id: 'd', body: formatScanMessage(world.rung[0]!) };
    const refuse = () => Promise.reject(new Error('no'));
    expect(await deliverImageScans(world.deps, [delivery], refuse)).toEqual(['d']);
    expect(await deliverImageScans(world.deps, [delivery], refuse)).toEqual(['d']);
  });
});
