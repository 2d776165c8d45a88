import { describe, expect, it } from 'vitest';
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
