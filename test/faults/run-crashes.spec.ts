import { describe, expect, it } from 'vitest';
import { runWorld } from '../rescans/run-world.ts';
import { digestFor } from '../scans/image/image-world.ts';
import { type FaultPlan, faultAt } from './faulty-port.ts';
import { faultyProcesses as faulty, type RunRoom as Room } from './faulty-runs.ts';
import { turns } from './faulty-world.ts';

const known = { id: 'CVE-1', severity: 'HIGH' };

/** Two scanned images, and a database that has something new about both; where it says so one needs a scan. */
async function prepared(needsScan: boolean): Promise<Room> {
  const room = runWorld();
  await room.subscribe();
  await room.scan('nginx', 'redis');
  room.found.g2 = [known];
  room.world.script.database = 'g2';
  const { rematch } = room.script;
  let uses = 0;
  room.script.rematch = async () => {
    uses += 1;
    return needsScan && uses === 1 ? { outcome: 'needs_fresh_scan', reason: 'analysis_missing' } : rematch();
  };
  return room;
}

const failing = (): never => {
  throw new Error('died');
};

const processes: readonly [string, boolean, (room: Room, plan: FaultPlan) => Promise<unknown>][] = [
  ['a planner', false, (room, plan) => faulty(room, plan).start()],
  [
    'a batch worker',
    false,
    async (room, plan) => {
      await room.sound.start();
      return faulty(room, plan).batch(room.batches[0]!);
    },
  ],
  [
    'a batch worker that asks for a scan',
    true,
    async (room, plan) => {
      await room.sound.start();
      return faulty(room, plan).batch(room.batches[0]!);
    },
  ],
  [
    'a sweeper that tells a run',
    false,
    async (room, plan) => {
      await room.sound.start();
      const { news } = room.stores;
      // Whoever counted the last batch could tell nothing.
      const deaf = { ...room.stores, news: { ...news, of: failing } };
      await room
        .processes(deaf)
        .batch(room.batches[0]!)
        .catch(() => undefined);
      room.world.time.now += 3 * 60_000;
      return faulty(room, plan).sweep();
    },
  ],
  [
    'a sweeper of runs',
    false,
    async (room, plan) => {
      await room.sound.start();
      room.world.time.now += 3 * 60_000;
      return faulty(room, plan).sweep();
    },
  ],
];

describe.each(processes)('%s', (name, needsScan, run) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any use of a port loses no image and no news, and tells nothing twice`,
    async (fault) => {
      const uses: string[] = [];
      await run(await prepared(needsScan), (operation) => void uses.push(operation));
      expect(uses.length).toBeGreaterThan(2);
      for (let at = 1; at <= uses.length; at += 1) {
        const room = await prepared(needsScan);
        const broken = run(room, faultAt(at, fault)).catch(() => undefined);
        await Promise.race([broken, turns(20)]);
        await room.recover();
        // The trigger comes again, as it does every few seconds.
        await room.sound.start();
        await room.recover();
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const runs = await room.runsOf();
        expect(runs, place).toMatchObject([{ status: 'done', total: 2, done: 2, changed: 2, failed: 0 }]);
        expect(runs[0]?.due, place).toBeUndefined();
        expect(await room.told(), place).toEqual(['new CVE-1 2']);
        expect(room.stores.images.results.size, place).toBe(4);
      }
    },
    60_000,
  );
});

describe('a batch worker that leaves images alone', () => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    'faults: a batch worker that leaves images alone and %s at any use of a port checks each with the new database',
    async (fault) => {
      const untouching = async () => {
        const room = runWorld();
        await room.subscribe();
        await room.scan('nginx', 'redis');
        room.world.script.database = 'g2';
        room.script.step = async () => ({
          touches: () => false,
          updatedAt: new Date(room.world.deps.clock()).toISOString(),
          addedAt: new Date(room.world.deps.clock()).toISOString(),
        });
        await room.sound.start();
        return room;
      };
      const uses: string[] = [];
      const whole = await untouching();
      await faulty(whole, (operation) => void uses.push(operation)).batch(whole.batches[0]!);
      expect([uses.length > 4, whole.rematched]).toEqual([true, []]);
      for (let at = 1; at <= uses.length; at += 1) {
        const room = await untouching();
        const plan = faultAt(at, fault);
        const broken = faulty(room, plan).batch(room.batches[0]!);
        await Promise.race([broken.catch(() => undefined), turns(20)]);
        await room.recover();
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        expect(await room.runsOf(), place).toMatchObject([{ status: 'done', done: 2, changed: 0, failed: 0 }]);
        for (const name of ['nginx', 'redis']) {
          const image = await room.imageOf(digestFor(`library/${name}`));
          expect(image, place).toMatchObject({ database: 'g1', checked: { database: 'g2' } });
        }
        expect(await room.told(), place).toEqual([]);
        expect(room.stores.images.results.size, place).toBe(2);
      }
    },
  );
});
