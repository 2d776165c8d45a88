import { expect, it } from 'vitest';
import { recoverRuns } from '../../../local/jobs/recover-runs.ts';
import { runWorld } from '../../rescans/run-world.ts';

const prepared = async () => {
  const room = runWorld();
  await room.subscribe();
  await room.scan('nginx');
  room.found.g2 = [{ id: 'CVE-1', severity: 'HIGH' }];
  room.world.script.database = 'g2';
  await room.sound.start();
  return { ...room, recover: () => recoverRuns({ ...room.sound.scans, queue: room.stores.batchQueue }) };
};

it('recovery of runs: a batch whose doorbell died with its process is rung for at once', async () => {
  const room = await prepared();
  room.batches.length = 0;
  await room.sound.sweep();
  expect(room.batches).toEqual([]);
  await room.recover();
  await room.sound.batch(room.batches[0]!);
  expect(await room.runsOf()).toMatchObject([{ status: 'done', changed: 1 }]);
  expect(await room.told()).toEqual(['new CVE-1 1']);
});

it('recovery of runs: one that was planned in part is planned to its end at once', async () => {
  const room = await prepared();
  const [run] = await room.runsOf();
  room.stores.runs.rows.set(`acme ${run!.id}`, { ...run!, status: 'planned' });
  await room.recover();
  expect((await room.runsOf())[0]?.status).toBe('running');
});

it('recovery of runs: one that is done and told is left alone', async () => {
  const room = await prepared();
  await room.sound.batch(room.batches[0]!);
  const before = await room.runsOf();
  await room.recover();
  expect(await room.runsOf()).toEqual(before);
  expect(room.batches).toHaveLength(1);
});
