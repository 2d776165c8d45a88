import { expect, it } from 'vitest';
import { starterOfRuns } from '../../../functions/rescans/plan/start-what-is-new.ts';
import { runWorld } from '../run-world.ts';

it('starter of runs: reads who has watches once for each trigger, and again for the next database', async () => {
  const room = runWorld();
  let reads = 0;
  const watches = {
    ...room.stores.watches,
    tenants: async () => {
      reads += 1;
      return room.stores.watches.tenants();
    },
  };
  const schedules = { fullMs: 0, afreshMs: 0 };
  const start = starterOfRuns({ ...room.sound.scans, watches, schedules, queue: room.stores.batchQueue });
  expect(await start()).toEqual([]);
  await room.scan('nginx');
  expect(await start()).toHaveLength(1);
  const known = reads;
  expect(await start()).toEqual([]);
  expect(reads).toBe(known);
  room.world.time.now += 60_000;
  room.world.script.database = 'g2';
  expect(await start()).toMatchObject([{ database: 'g2' }]);
  room.world.time.now += 60_000;
  room.world.script.database = 'g1';
  expect(await start()).toMatchObject([{ database: 'g1' }]);
});
