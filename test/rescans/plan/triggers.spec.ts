import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const day = 86_400_000;
const hour = 3_600_000;
const daily = { fullMs: day, afreshMs: 0 };
const periods = async (room: ReturnType<typeof runWorld>) =>
  (await room.runsOf())
    .flatMap(({ trigger }) => (trigger.kind === 'schedule' ? [trigger.period] : []))
    .toSorted((one, other) => one - other);

async function watching() {
  const room = runWorld();
  await room.scan('nginx');
  return room;
}

describe('triggers', () => {
  it('trigger: nothing is started where nothing is watched, and no database is asked for', async () => {
    const room = runWorld();
    room.stores.rematcher.database = () => Promise.reject(new DrydockError('database_missing', 'none'));
    expect(await room.sound.start(daily)).toEqual([]);
  });

  it('trigger: without a database nothing is started, and the caller is told (F4)', async () => {
    const room = await watching();
    room.stores.rematcher.database = () => Promise.reject(new DrydockError('database_missing', 'none'));
    await expect(room.sound.start(daily)).rejects.toMatchObject({ code: 'database_missing' });
    expect(await room.runsOf()).toEqual([]);
  });

  it('schedule: fired twice, at once or one after the other, it starts one run (F21)', async () => {
    const room = await watching();
    const started = await Promise.all([room.sound.start(daily), room.sound.start(daily), room.sound.start(daily)]);
    expect(started.flat().length).toBe(2);
    expect(await room.sound.start(daily)).toEqual([]);
    expect(await periods(room)).toHaveLength(1);
  });

  it('schedule: a period that was missed is not made up for, the next one looks at every image (F21)', async () => {
    const room = await watching();
    await room.sound.start(daily);
    await room.recover();
    room.world.time.now += 3 * day + hour;
    await room.scan('redis');
    await room.sound.start(daily);
    await room.recover();
    const [first, second, ...others] = await periods(room);
    expect([second! - first!, others]).toEqual([3, []]);
    expect((await room.runsOf())[0]).toMatchObject({ status: 'done', total: 2, done: 2 });
  });

  it('schedule: whenever it fires, there is one run for each period in which it did, and none twice (F21)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 * hour }), { maxLength: 12 }), async (pauses) => {
        const room = await watching();
        const seen = new Set<number>();
        for (const pause of pauses) {
          room.world.time.now += pause;
          seen.add(Math.floor(room.world.time.now / day));
          await room.sound.start(daily);
        }
        expect(await periods(room)).toEqual([...seen].toSorted((one, other) => one - other));
      }),
      { numRuns: 30 },
    );
  });

  it('database: events that come twice, late or never start one run each time that the database is another one (F21)', async () => {
    const room = await watching();
    for (const database of ['g2', 'g2', 'g3', 'g3', 'g2']) {
      room.world.script.database = database;
      await room.sound.start();
      await room.recover();
    }
    const databases = (await room.runsOf()).map(({ database }) => database);
    expect(databases.toReversed()).toEqual(['g2', 'g3', 'g2']);
  });

  it('database: one that is gone back to while the run of the other is under way is what images end with', async () => {
    const room = await watching();
    room.found.g3 = [{ id: 'CVE-1', severity: 'HIGH' }];
    for (const database of ['g2', 'g3', 'g2']) {
      room.world.script.database = database;
      await room.sound.start();
    }
    await room.recover();
    const image = await room.imageOf(digestFor('library/nginx'));
    expect([image?.checked?.database ?? image?.database, image?.counts.total]).toEqual(['g2', 0]);
    expect((await room.runsOf()).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  });

  it('trigger: one whose planner cannot write is started again by the next tick, with all its images', async () => {
    const room = await watching();
    room.world.script.database = 'g2';
    const { create } = room.stores.runs;
    room.stores.runs.create = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    await expect(room.sound.start()).rejects.toMatchObject({ code: 'storage_unavailable' });
    room.stores.runs.create = create;
    expect(await room.sound.start()).toHaveLength(1);
    await room.recover();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 1 }]);
  });
});
