import { expect, it } from 'vitest';
import { oldestRescan } from '../../../functions/rescans/plan/oldest-rescan.ts';
import { runWorld } from '../run-world.ts';

it('oldest rescan: is the last run of all images that did not fail, or the first while none has succeeded', async () => {
  const room = runWorld();
  const { runs } = room.stores;
  await room.scan('nginx');
  expect(await oldestRescan(runs, 'acme')).toBeUndefined();
  const { rematch } = room.script;
  room.script.rematch = () => Promise.reject(new TypeError('broken'));
  const begun: number[] = [];
  for (const database of ['g2', 'g3', 'g4']) {
    room.world.script.database = database;
    begun.push(room.world.time.now);
    await room.sound.start();
    await room.recover();
    expect(await oldestRescan(runs, 'acme')).toBe(database === 'g4' ? begun[2] : begun[0]);
    if (database === 'g3') room.script.rematch = rematch;
  }
  room.script.rematch = () => Promise.reject(new TypeError('broken'));
  room.world.script.database = 'g5';
  await room.sound.start();
  await room.recover();
  expect(await oldestRescan(runs, 'acme')).toBe(begun[2]);
});
