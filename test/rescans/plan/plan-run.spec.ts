import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { batchSize } from '../../../functions/rescans/runs/run.ts';
import { runWorld } from '../run-world.ts';

const images = (batches: number) =>
  Array.from({ length: batches * batchSize }, (_, at) => `app-${String(at).padStart(4, '0')}`);

/** So many full batches of watched images, and a newer database. */
async function watching(batches: number) {
  const room = runWorld();
  await room.scan(...images(batches));
  room.world.script.database = 'g2';
  return room;
}

describe('planning a run', () => {
  it('planner: workers that count batches while it plans do not stop it', async () => {
    const room = await watching(4);
    const { ring } = room.stores.batchQueue;
    room.stores.batchQueue.ring = async (message) => {
      await ring(message);
      await room.sound.batch(message);
    };
    await room.sound.start();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', batches: 4, total: 400, done: 400 }]);
    expect(room.batches.map(({ number }) => number)).toEqual([0, 1, 2, 3]);
  });

  it('planner: a worker that counts the last batch before planning is ended does not stop it', async () => {
    const room = await watching(1);
    const { list } = room.stores.watches;
    // One more page, with nothing on it.
    room.stores.watches.list = async (query) => {
      if (query.after === 'end') {
        for (const message of room.batches) await room.sound.batch(message);
        return { watches: [] };
      }
      return { ...(await list(query)), next: 'end' };
    };
    await room.sound.start();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', batches: 1, done: 100 }]);
  });

  it('planner: goes on over pages of which nothing is wanted', async () => {
    const room = await watching(3);
    const rows = [...room.stores.watches.rows.values()].toSorted((one, other) => (one.target < other.target ? -1 : 1));
    for (const watch of rows.slice(0, 2 * batchSize)) {
      await room.stores.watches.replace({ ...watch, mode: 'stop', fence: watch.fence + 1 }, watch.fence);
    }
    await room.sound.start();
    expect(await room.runsOf()).toMatchObject([{ status: 'running', batches: 1, total: batchSize }]);
  });

  it('planner: one tenant that cannot be planned for keeps no other from its run, and the sweeper goes on', async () => {
    const room = await watching(1);
    const [watch] = room.stores.watches.rows.values();
    await room.stores.watches.create({ ...watch!, tenant: 'beta' });
    const { list } = room.stores.watches;
    room.stores.watches.list = (query) =>
      query.tenant === 'acme' ? Promise.reject(new DrydockError('storage_unavailable', 'away')) : list(query);
    expect(await room.sound.start()).toHaveLength(2);
    expect((await room.stores.runs.list({ tenant: 'beta', limit: 1 })).runs).toMatchObject([{ batches: 1, total: 1 }]);
    expect(await room.runsOf()).toMatchObject([{ status: 'planned', batches: 0 }]);
    room.stores.watches.list = list;
    room.world.time.now += 3 * 60_000;
    await room.sound.sweep();
    expect(await room.runsOf()).toMatchObject([{ status: 'running', total: batchSize }]);
  });

  it('sweeper: one run that cannot be looked at keeps no other from its own', async () => {
    const room = await watching(1);
    await room.sound.start();
    room.world.script.database = 'g3';
    await room.sound.start();
    const [latest, first] = await room.runsOf();
    const { read } = room.stores.runs;
    room.stores.runs.read = (tenant, id) =>
      id === first!.id ? Promise.reject(new DrydockError('storage_unavailable', 'away')) : read(tenant, id);
    room.world.time.now += 3 * 60_000;
    room.batches.length = 0;
    await room.sound.sweep();
    expect(room.batches).toMatchObject([{ tenant: 'acme', run: latest!.id, number: 0 }]);
    expect(room.world.logged.map(([message]) => message)).toContain('run not swept');
  });

  it('planner: of two at once each image is planned once, and what one has begun is left to it', async () => {
    const room = await watching(3);
    await Promise.all([room.sound.start(), room.sound.start()]);
    room.world.time.now += 3 * 60_000;
    await Promise.all([room.sound.sweep(), room.sound.sweep()]);
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'running', batches: 3, total: 300 });
    const planned = [...room.stores.runs.batches.values()].flatMap((batch) => batch.images.map(({ digest }) => digest));
    expect(new Set(planned).size).toBe(300);
  });
});
