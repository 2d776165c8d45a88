import { describe, expect, it } from 'vitest';
import { batchSize, mostBatches } from '../../../functions/rescans/runs/run.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const known = { id: 'CVE-1', severity: 'HIGH' };
const day = 86_400_000;

describe('run of a database', () => {
  it('run: a new database matches each watched image once, and tells each new vulnerability once, with its images', async () => {
    const room = runWorld();
    await room.subscribe();
    await room.scan('nginx', 'redis');
    room.found.g2 = [known];
    room.world.script.database = 'g2';
    await Promise.all([room.sound.start(), room.sound.start()]);
    await room.recover();
    await room.sound.start();
    await room.recover();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', total: 2, done: 2, changed: 2, failed: 0 }]);
    expect(room.rematched).toEqual(['g2', 'g2']);
    expect(await room.told()).toEqual(['new CVE-1 2']);
    expect((await room.runsOf())[0]?.due).toBeUndefined();
  });

  it('run: a database that was gone back to matches each image again, once for each time', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.found.g2 = [known];
    for (const database of ['g1', 'g2', 'g1', 'g2']) {
      room.world.script.database = database;
      await Promise.all([room.sound.start(), room.sound.start()]);
      await room.recover();
      await room.sound.start();
      expect((await room.imageOf(digestFor('library/nginx')))?.database).toBe(database);
    }
    expect((await room.runsOf()).map(({ database, changed }) => [database, changed])).toEqual([
      ['g2', 1],
      ['g1', 1],
      ['g2', 1],
      ['g1', 0],
    ]);
  });

  it('run: an image that is as it was says which database it was matched with, and keeps nothing else', async () => {
    const room = runWorld();
    await room.scan('nginx');
    const objects = room.stores.reports.objects.size;
    room.world.script.database = 'g2';
    await room.sound.start();
    await room.recover();
    expect(await room.runsOf()).toMatchObject([{ changed: 0, done: 1 }]);
    expect(await room.imageOf(digestFor('library/nginx'))).toMatchObject({
      database: 'g1',
      checked: { database: 'g2' },
    });
    expect([room.stores.images.results.size, room.stores.reports.objects.size]).toEqual([1, objects]);
  });

  it('run: when a newer database is promoted it leaves its images to the run of that one, which tells each vulnerability in one message', async () => {
    const room = runWorld();
    await room.subscribe();
    await room.scan('nginx', 'redis');
    room.found.g3 = [known];
    room.world.script.database = 'g2';
    await room.sound.start();
    room.world.time.now += 1;
    room.world.script.database = 'g3';
    await room.sound.start();
    await room.recover();
    const runs = await room.runsOf();
    expect(runs.map(({ status, due }) => [status, due])).toEqual([
      ['done', undefined],
      ['done', undefined],
    ]);
    expect(await room.told()).toEqual(['new CVE-1 2']);
    expect(runs.find(({ database }) => database === 'g2')).toMatchObject({ done: 2, changed: 0, failed: 0, left: 2 });
  });

  it('run: images that need a scan are waited for and told of together with the others', async () => {
    const room = runWorld();
    await room.subscribe();
    await room.scan('nginx', 'redis');
    room.found.g2 = [known];
    room.world.script.database = 'g2';
    const { rematch } = room.script;
    let uses = 0;
    room.script.rematch = async () => {
      uses += 1;
      return uses % 2 === 0 ? rematch() : { outcome: 'needs_fresh_scan', reason: 'analysis_missing' };
    };
    await room.sound.start();
    expect(await room.sound.batch(room.batches[0]!)).toBe('pending');
    expect((await room.runsOf())[0]).toMatchObject({ status: 'running', done: 0 });
    await room.recover();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2, changed: 2 }]);
    expect(await room.told()).toEqual(['new CVE-1 2']);
    expect(room.world.orders).toHaveLength(3);
  });

  it('run: an image that was deleted meanwhile stays deleted, one that cannot be scanned has failed', async () => {
    const room = runWorld();
    await room.scan('nginx', 'redis');
    room.world.script.database = 'g2';
    const { rematch } = room.script;
    let uses = 0;
    room.script.rematch = async () => {
      uses += 1;
      if (uses > 1) throw new TypeError('broken');
      await room.stores.images.remove('acme', digestFor('library/nginx'));
      await room.stores.images.remove('acme', digestFor('library/redis'));
      return rematch();
    };
    await room.sound.start();
    await room.recover();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2, changed: 0, failed: 1 }]);
    expect(room.stores.images.images.size).toBe(0);
  });
});

describe('schedules', () => {
  it('run: a schedule counts what differs though the database is the same, and keeps the newer result', async () => {
    const room = runWorld();
    await room.scan('nginx');
    await room.sound.start();
    await room.recover();
    room.found.g1 = [known];
    room.world.time.now += day;
    await room.sound.start({ fullMs: day, afreshMs: 0 });
    await room.recover();
    expect(room.world.counted.filter((name) => name === 'RescanDisagreements')).toHaveLength(1);
    expect(await room.runsOf()).toMatchObject([{ changed: 1 }, { changed: 0 }]);
    expect((await room.imageOf(digestFor('library/nginx')))?.generation).toBe(2);
    room.world.time.now += day;
    await room.sound.start({ fullMs: day, afreshMs: 0 });
    await room.recover();
    expect((await room.runsOf())[0]).toMatchObject({ changed: 0, done: 1 });
  });

  it('run: two runs that need a scan of the same image do not take turns', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.world.time.now += 2 * day;
    room.world.script.database = 'g2';
    room.script.rematch = async () => ({ outcome: 'needs_fresh_scan', reason: 'analysis_missing' });
    await room.sound.start({ fullMs: day, afreshMs: 30 * day });
    await room.recover();
    expect((await room.runsOf()).map(({ status, done, failed }) => [status, done, failed])).toEqual(
      Array.from({ length: 3 }, () => ['done', 1, 0]),
    );
    // The first scan, one for the database and the schedule, one that pulls everything.
    expect(room.world.orders.length).toBeLessThanOrEqual(3);
  });

  it('run: images are pulled afresh once in a period, not those that were scanned within the day', async () => {
    const room = runWorld();
    await room.scan('nginx');
    await room.sound.start({ fullMs: 0, afreshMs: 30 * day });
    await room.recover();
    expect(room.world.orders).toHaveLength(1);
    room.world.time.now += 10 * day;
    await room.scan('redis');
    room.world.time.now = Math.ceil(room.world.time.now / (30 * day)) * 30 * day;
    await room.stores.watches.replace({ ...[...room.stores.watches.rows.values()][0]!, mode: 'pin', fence: 9 }, 1);
    await room.sound.start({ fullMs: 0, afreshMs: 30 * day });
    await room.recover();
    expect(room.world.orders.map(({ afresh }) => afresh).at(-1)).toBe(true);
    expect((await room.runsOf()).find(({ trigger }) => trigger.kind === 'schedule')).toMatchObject({ changed: 0 });
  });
});

it('run: one that is full ends its planning and says so', async () => {
  const room = runWorld();
  await room.scan('nginx');
  room.world.script.database = 'g2';
  const [run] = await room.sound.start();
  const row = room.stores.runs.rows.get(`acme ${run!.id}`)!;
  room.stores.runs.rows.set(`acme ${run!.id}`, { ...row, status: 'planned', batches: mostBatches });
  room.world.time.now += 3 * 60_000;
  await room.sound.sweep();
  expect((await room.runsOf())[0]?.status).toBe('running');
  expect(room.world.logged.map(([message]) => message)).toContain('run holds no more images');
});

it('run: watches that change between a crash and the next planner cost no image', async () => {
  const room = runWorld();
  const images = Array.from({ length: batchSize + 1 }, (_, at) => `app-${String(at).padStart(3, '0')}`);
  await room.scan(...images);
  room.world.script.database = 'g2';
  const isBroken = { now: true };
  const replace: typeof room.stores.runs.replace = async (...given) => {
    if (isBroken.now) throw new Error('died');
    return room.stores.runs.replace(...given);
  };
  await room
    .processes({ ...room.stores, runs: { ...room.stores.runs, replace } })
    .start()
    .catch(() => undefined);
  const ids = [...room.stores.watches.rows.values()].map(({ id }) => id);
  for (const id of ids.slice(-3)) await room.stores.watches.remove('acme', id);
  isBroken.now = false;
  await room.recover();
  const [run] = await room.runsOf();
  const planned = [...room.stores.runs.batches.values()].flatMap((batch) => batch.images.map(({ digest }) => digest));
  const watched = [...room.stores.watches.rows.values()].map(({ digest }) => digest!);
  expect(run?.status).toBe('done');
  expect(watched.filter((digest) => !planned.includes(digest))).toEqual([]);
});
