import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { planRun } from '../../../functions/rescans/plan/plan-run.ts';
import { requestRun } from '../../../functions/rescans/plan/triggers.ts';
import { turnOf } from '../../../functions/rescans/plan/turn-of.ts';
import type { Run } from '../../../functions/rescans/runs/run.ts';
import { admin } from '../../notify/notify-world.ts';
import { runWorld } from '../run-world.ts';

const day = 86_400_000;
const schedules = { fullMs: day, afreshMs: 30 * day };

/** Runs of every kind for one database, none of which has begun. */
async function begun() {
  const room = runWorld();
  await room.scan('nginx');
  const started = await room.sound.start(schedules);
  const find = (wanted: string): Run =>
    started.find(({ trigger }) => (trigger.kind === 'schedule' ? trigger.name : trigger.kind) === wanted)!;
  const plan = { ...room.sound.plan, newMark: () => 'asked' };
  const asked = await requestRun(plan, admin, { kind: 'all' });
  await planRun(plan, asked);
  const runs = { database: find('database'), full: find('full'), afresh: find('afresh'), asked };
  const turns = async () => {
    const names = Object.entries(runs).map(async ([name, run]) => [name, await turnOf(room.sound.worker, run)]);
    return Object.fromEntries(await Promise.all(names));
  };
  const promote = (database: string) => {
    room.world.time.now += 1;
    room.world.script.database = database;
  };
  return { room, runs, turns, promote };
}

describe('turns of runs', () => {
  it('turn: the run of the database in use comes first, the others wait for its end', async () => {
    const { room, turns } = await begun();
    const wait = { turn: 'wait' };
    const match = { turn: 'match', database: 'g1' };
    expect(await turns()).toEqual({ database: match, full: wait, afresh: wait, asked: wait });
    await room.sound.batch(room.batches[0]!);
    expect(await turns()).toEqual({ database: match, full: match, afresh: match, asked: match });
  });

  it('turn: when another database is promoted what matches watched images leaves them, the rest waits for the new run and goes on', async () => {
    const { room, turns, promote } = await begun();
    promote('g2');
    const leave = { turn: 'leave' };
    expect(await turns()).toEqual({ database: leave, full: leave, afresh: { turn: 'wait' }, asked: { turn: 'wait' } });
    await room.recover();
    const match = { turn: 'match', database: 'g2' };
    expect(await turns()).toEqual({ database: leave, full: leave, afresh: match, asked: match });
  });

  it('turn: the run that images are left to is there though no trigger came, once, and is planned by whoever comes next', async () => {
    const { room, turns, promote } = await begun();
    promote('g2');
    await Promise.all([turns(), turns()]);
    expect((await room.runsOf()).filter(({ database }) => database === 'g2')).toMatchObject([{ status: 'planned' }]);
    await room.sound.sweep();
    expect((await room.runsOf()).filter(({ database }) => database === 'g2')).toMatchObject([
      { status: 'running', total: 1 },
    ]);
    expect(await room.sound.start()).toEqual([]);
  });

  it('turn: a trigger that comes late plans the run that was begun without it', async () => {
    const { room, turns, promote } = await begun();
    promote('g2');
    await turns();
    expect(await room.sound.start()).toMatchObject([{ database: 'g2' }]);
    expect((await room.runsOf()).filter(({ database }) => database === 'g2')).toMatchObject([
      { status: 'running', total: 1 },
    ]);
  });

  it('turn: a run of a database that was gone back to meanwhile leaves its images to the newer run of it', async () => {
    const { runs, turns, promote, room } = await begun();
    promote('g2');
    await turns();
    promote('g1');
    expect(await turns()).toMatchObject({
      database: { turn: 'leave' },
      full: { turn: 'wait' },
      asked: { turn: 'wait' },
    });
    const [newest] = await room.runsOf();
    expect(newest).toMatchObject({ database: 'g1', trigger: { kind: 'database' } });
    expect(newest?.id).not.toBe(runs.database.id);
  });

  it('turn: where there is no database the images say so, where the bucket cannot be read the message comes again', async () => {
    const { room, runs } = await begun();
    const failing = (code: 'database_missing' | 'storage_unavailable') => ({
      ...room.sound.worker,
      rematcher: { database: () => Promise.reject(new DrydockError(code, 'none')) },
    });
    const before = (await room.runsOf()).length;
    for (const run of Object.values(runs)) {
      const older = { ...run, database: 'g0' };
      expect(await turnOf(failing('database_missing'), older)).toEqual({ turn: 'match', database: 'g0' });
    }
    expect(await room.runsOf()).toHaveLength(before);
    await expect(turnOf(failing('storage_unavailable'), runs.database)).rejects.toThrow('none');
  });
});
