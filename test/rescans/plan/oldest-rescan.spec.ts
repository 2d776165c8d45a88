import { expect, it } from 'vitest';
import { oldestRescan } from '../../../functions/rescans/plan/oldest-rescan.ts';
import { runWorld } from '../run-world.ts';

it('oldest rescan: is the last run of all images that did not fail, or the first while none has succeeded', async () => {
  const room = runWorld();
  const deps = room.sound.plan;
  await room.scan('nginx');
  const { rematch } = room.script;
  room.script.rematch = () => Promise.reject(new TypeError('broken'));
  const begun: number[] = [];
  for (const database of ['g2', 'g3', 'g4']) {
    room.world.script.database = database;
    begun.push(room.world.time.now);
    await room.sound.start();
    await room.recover();
    expect(await oldestRescan(deps, 'acme')).toBe(database === 'g4' ? begun[2] : begun[0]);
    if (database === 'g3') room.script.rematch = rematch;
  }
  room.script.rematch = () => Promise.reject(new TypeError('broken'));
  room.world.script.database = 'g5';
  await room.sound.start();
  await room.recover();
  expect(await oldestRescan(deps, 'acme')).toBe(begun[2]);
});

it('oldest rescan: before any run it is since when the first image that is in use is watched', async () => {
  const room = runWorld();
  const deps = room.sound.plan;
  expect(await oldestRescan(deps, 'acme')).toBeUndefined();
  await room.scan('nginx', 'redis');
  const [first, second] = [...room.stores.watches.rows.values()].toSorted((one, other) => one.created - other.created);
  expect(await oldestRescan(deps, 'acme')).toBe(first!.created);
  await room.stores.watches.replace({ ...first!, mode: 'stop', fence: 9 }, first!.fence);
  expect(await oldestRescan(deps, 'acme')).toBe(second!.created);
  room.world.time.now += 15 * 86_400_000;
  expect(await oldestRescan(deps, 'acme')).toBeUndefined();
});

it('oldest rescan: a run that left images to that of a newer database has not looked at them all', async () => {
  const room = runWorld();
  await room.scan('nginx');
  room.world.script.database = 'g2';
  await room.sound.start();
  const begun = room.world.time.now;
  room.world.time.now += 1;
  room.world.script.database = 'g3';
  await room.sound.batch(room.batches[0]!);
  expect(await room.runsOf()).toMatchObject([
    { status: 'planned', database: 'g3' },
    { status: 'done', left: 1 },
  ]);
  room.world.time.now += 1_000;
  expect(await oldestRescan(room.sound.plan, 'acme')).toBe(begun);
});
