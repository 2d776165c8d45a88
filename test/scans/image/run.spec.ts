import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import type { ScannedImage } from '../../../functions/scans/image/ports.ts';
import { readReport } from '../../../functions/scans/image/read.ts';
import { runImageScan } from '../../../functions/scans/image/run.ts';
import { digestFor, type ImageWorld, imageWorld, scannedImage, settle } from './image-world.ts';

async function queued(world: ImageWorld, request = {}) {
  const { scan } = await world.submit(request);
  return { message: world.rung.at(-1)!, row: async () => (await world.deps.scans.read('alice', scan.id))! };
}
const failing = (world: ImageWorld, ...given: ConstructorParameters<typeof DrydockError>) => {
  world.script.scan = () => Promise.reject(new DrydockError(...given));
};

describe('run', () => {
  it('run: a scan ends done with verdict, counts, coverage and a report that can be read', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    expect(await world.run(message)).toBe('done');
    const scan = await row();
    expect(scan).toMatchObject({
      status: 'done',
      attempts: 1,
      result: { verdict: 'fail', counts: { total: 1, fixable: 1 } },
    });
    expect(scan).not.toHaveProperty('due');
    expect((await readReport(world.deps, scan)).ArtifactName).toBe('nginx:1.27');
    expect(await world.deps.images.read('alice', digestFor('library/nginx'))).toHaveLength(1);
    expect(world.counted).toEqual(['ImageScansDone']);
    expect(world.timer.waiting()).toBe(0);
  });

  it('run: a message for nothing, for another generation or for a finished scan is gone (F17)', async () => {
    const world = imageWorld();
    const { message } = await queued(world);
    expect(await world.run({ ...message, tenant: 'bob' })).toBe('done');
    expect(await world.run({ ...message, generation: 7 })).toBe('done');
    expect(world.orders).toHaveLength(0);
    await world.run(message);
    expect(await world.run(message)).toBe('done');
    expect(world.orders).toHaveLength(1);
  });

  it('run: a second delivery while a worker has the scan does no work; with credentials it comes again', async () => {
    const world = imageWorld();
    world.script.scan = () => new Promise(() => {});
    const plain = await queued(world);
    const secret = await queued(world, { image: 'redis', credentials: { token: 't' } });
    void world.run(plain.message);
    void world.run(secret.message);
    await settle();
    expect(await world.run(plain.message)).toBe('done');
    expect(await world.run(secret.message)).toEqual({ againAfterMs: 60_000 });
    expect(world.orders).toHaveLength(2);
  });

  it('run: phases and bytes are told with the renewals', async () => {
    const world = imageWorld();
    world.script.scan = (order) => {
      order.onProgress('pulling', { done: 10, total: 100 });
      return new Promise(() => {});
    };
    const { message, row } = await queued(world);
    void world.run(message);
    await settle();
    world.pass(5_000);
    await settle();
    expect(await row()).toMatchObject({ status: 'running', phase: 'pulling', progress: { done: 10, total: 100 } });
    expect((await row()).due).toBe(world.time.now + 60_000);
  });

  it.each([
    ['a passing failure is queued again later', 'registry_unavailable', undefined, 10_000],
    ['what the registry asks for is kept to (F8)', 'registry_rate_limited', 120, 120_000],
    ['at most a quarter of an hour', 'registry_rate_limited', 7_200, 900_000],
  ] as const)('run: %s', async (_name, code, retryAfter, againAfterMs) => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    failing(world, code, 'wait', retryAfter === undefined ? {} : { retryAfter });
    expect(await world.run(message)).toEqual({ againAfterMs });
    expect(await row()).toMatchObject({ status: 'queued', error: { code, retryable: true } });
    expect(await world.run(message)).toEqual({ againAfterMs });
    world.pass(againAfterMs);
    world.script.scan = async () => scannedImage();
    expect(await world.run(message)).toBe('done');
    expect(await row()).toMatchObject({ status: 'done', attempts: 2 });
    expect(await row()).not.toHaveProperty('error');
  });

  it('run: the third failure is the last', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    failing(world, 'registry_unavailable', 'down');
    for (const wait of [10_000, 40_000]) {
      expect(await world.run(message)).toEqual({ againAfterMs: wait });
      world.pass(wait);
    }
    expect(await world.run(message)).toBe('done');
    expect(await row()).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'registry_unavailable' } });
  });

  it.each(['broken_image', 'image_not_found', 'scanner_contract', 'scanner_no_space'] as const)(
    'run: %s is final at once (F9, F29, F31)',
    async (code) => {
      const world = imageWorld();
      const { message, row } = await queued(world);
      failing(world, code, 'no use');
      expect(await world.run(message)).toBe('done');
      expect(await row()).toMatchObject({ status: 'failed', error: { code, message: 'no use' } });
    },
  );

  it('run: a scanner without memory is tried once more with little, then never (F1)', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    failing(world, 'scanner_oom', 'killed');
    await world.run(message);
    world.pass(10_000);
    expect(await world.run(message)).toBe('done');
    expect(world.orders.map(({ saveMemory }) => saveMemory)).toEqual([false, true]);
    expect(await row()).toMatchObject({ status: 'failed', error: { code: 'scanner_oom' } });
    expect(await row()).not.toHaveProperty('result');
  });

  it('run: text of an error that is not ours is not kept', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    world.script.scan = () => Promise.reject(new Error('ENOENT /home/someone/secret'));
    await world.run(message);
    expect(JSON.stringify([await row(), world.logged])).not.toContain('someone');
  });

  it('run: a worker that lost its lease writes nothing and leaves no report (F3)', async () => {
    const world = imageWorld();
    let finish = (_image: ScannedImage) => {};
    world.script.scan = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const { message, row } = await queued(world);
    const zombie = world.run(message);
    await settle();
    world.time.now += 60_000;
    world.script.scan = async () => scannedImage([]);
    expect(await world.run(message)).toBe('done');
    const after = await row();
    expect(after).toMatchObject({ status: 'done', attempts: 2, result: { verdict: 'pass' } });
    finish(scannedImage());
    expect(await zombie).toBe('done');
    expect(await row()).toEqual(after);
    expect([...world.deps.reports.objects.keys()]).toEqual([after.result?.report.key]);
  });

  it('run: a renewal that finds the lease lost stops the scanner', async () => {
    const world = imageWorld();
    world.script.scan = (order) =>
      new Promise((_, reject) => order.signal.addEventListener('abort', () => reject(order.signal.reason)));
    const { message, row } = await queued(world);
    const run = world.run(message);
    await settle();
    const taken = await row();
    await world.deps.scans.replace({ ...taken, fence: taken.fence + 1, holder: 'other' }, taken.fence);
    world.pass(5_000);
    expect(await run).toBe('done');
    expect(await row()).toMatchObject({ holder: 'other', status: 'running' });
  });

  it('run: a table that is away for a moment costs no lease, one that stays away does (F15)', async () => {
    const world = imageWorld();
    world.script.scan = (order) =>
      new Promise((_, reject) => order.signal.addEventListener('abort', () => reject(order.signal.reason)));
    const { message } = await queued(world);
    const { replace } = world.deps.scans;
    const run = world.run(message);
    await settle();
    world.deps.scans.replace = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    for (let passed = 0; passed < 55_000; passed += 5_000) {
      world.pass(5_000);
      await settle();
    }
    expect(world.orders[0]?.signal.aborted).toBe(false);
    world.pass(5_000);
    expect(await run).toBe('done');
    world.deps.scans.replace = replace;
    expect(await world.sweep()).toMatchObject({ seen: 1, rung: 1 });
  });

  it('run: a bucket that fails means again, and done only after the report is kept (F22)', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    const { put } = world.deps.reports;
    world.deps.reports.put = () => Promise.reject(new DrydockError('storage_unavailable', 'SlowDown'));
    expect(await world.run(message)).toEqual({ againAfterMs: 10_000 });
    expect(await row()).toMatchObject({ status: 'queued', error: { code: 'storage_unavailable' } });
    world.deps.reports.put = put;
    world.pass(10_000);
    await world.run(message);
    expect(await row()).toMatchObject({ status: 'done' });
  });

  it('run: credentials that cannot be opened are asked for again', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world, { credentials: { token: 't' } });
    expect(await world.run({ ...message, sealed: 'AAAA' })).toBe('done');
    expect(await row()).toMatchObject({ status: 'failed', error: { code: 'credentials_gone', retryable: true } });
    const other = await queued(world, { image: 'redis', credentials: { token: 't' } });
    const { sealed: _, ...bare } = other.message;
    await world.run(bare);
    expect(await other.row()).toMatchObject({ status: 'failed', error: { code: 'credentials_gone' } });
  });

  it('run: a host that goes away ends the scan, which is queued again', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    const leaving = new AbortController();
    world.script.scan = (order) =>
      new Promise((_, reject) => order.signal.addEventListener('abort', () => reject(order.signal.reason)));
    const run = runImageScan(world.deps, message, leaving.signal);
    await settle();
    leaving.abort();
    expect(await run).toEqual({ againAfterMs: 10_000 });
    expect(await row()).toMatchObject({ status: 'queued' });
  });

  it('run: a result that cannot be entered is left to the sweeper', async () => {
    const world = imageWorld();
    const { message, row } = await queued(world);
    const { addResult } = world.deps.images;
    world.deps.images.addResult = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    expect(await world.run(message)).toBe('done');
    expect(await row()).toMatchObject({ status: 'done', due: world.time.now + 60_000 });
    world.deps.images.addResult = addResult;
    world.pass(60_000);
    await world.sweep();
    expect(world.deps.images.results.size).toBe(1);
    expect(await row()).not.toHaveProperty('due');
  });

  it('run: past its deadline a scan is not begun', async () => {
    const world = imageWorld({ ringAgainMs: 7_200_000 });
    const { message, row } = await queued(world);
    world.pass(3_600_000);
    expect(await world.run(message)).toBe('done');
    expect(await row()).toMatchObject({ status: 'failed', error: { code: 'deadline_exceeded' } });
    expect(world.orders).toHaveLength(0);
  });
});
