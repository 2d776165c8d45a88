import { describe, expect, it } from 'vitest';
import { lastCheckOf } from '../../functions/scans/image/image-record.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { admin } from '../notify/notify-world.ts';
import { runWorld } from '../rescans/run-world.ts';
import { digestFor } from '../scans/image/image-world.ts';
import { type FaultPlan, faultAt } from './faulty-port.ts';
import { faultyProcesses, faultyStores, type RunRoom } from './faulty-runs.ts';
import { turns } from './faulty-world.ts';

const known = { id: 'CVE-1', severity: 'HIGH' };

/** Two scanned images, and the run of a database that has something new about both; nobody has begun with it. */
async function prepared(): Promise<RunRoom> {
  const room = runWorld();
  await room.subscribe();
  await room.scan('nginx', 'redis');
  room.found.g2 = [known];
  room.found.g3 = [known];
  room.world.script.database = 'g2';
  await room.sound.start();
  room.world.time.now += 1;
  return room;
}

interface Case {
  name: string;
  prepare: (room: RunRoom) => Promise<unknown>;
  run: (room: RunRoom, plan: FaultPlan) => Promise<unknown>;
}

const cases: Case[] = [
  {
    name: 'a worker whose scan joins the run of its database',
    prepare: (room) => room.world.submit({ image: 'nginx', fresh: true }, { ...admin, scopes: ['scan:write'] }),
    run(room, plan) {
      const stores = faultyStores(room, plan);
      const { follow } = room.processes(stores).scans;
      return runImageScan({ ...stores, follow }, room.world.rung.at(-1)!);
    },
  },
  {
    name: 'a batch worker that leaves its images to the run of a newer database',
    prepare: async (room) => {
      room.world.script.database = 'g3';
    },
    run: (room, plan) => faultyProcesses(room, plan).batch(room.batches[0]!),
  },
];

describe.each(cases)('$name', ({ name, prepare, run }) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} and %s at any use of a port costs no news, and no image is told twice`,
    async (fault) => {
      const uses: string[] = [];
      const whole = await prepared();
      await prepare(whole);
      await run(whole, (operation) => void uses.push(operation));
      await whole.sound.start();
      await whole.recover();
      expect(await whole.told()).toEqual(['new CVE-1 2']);
      expect(uses.length).toBeGreaterThan(3);
      for (let at = 1; at <= uses.length; at += 1) {
        const room = await prepared();
        await prepare(room);
        await Promise.race([run(room, faultAt(at, fault)).catch(() => undefined), turns(20)]);
        await room.sound.start();
        await room.recover();
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const runs = await room.runsOf();
        expect(
          runs.map(({ status, due }) => [status, due]),
          place,
        ).toEqual(runs.map(() => ['done', undefined]));
        // Alone it tells what it noted when it was too late to join.
        const told = await room.told();
        expect([['new CVE-1 2'], ['new CVE-1 1', 'new CVE-1 1']], place).toContainEqual(told);
        for (const image of ['nginx', 'redis']) {
          const { database } = lastCheckOf((await room.imageOf(digestFor(`library/${image}`)))!);
          expect(database, place).toBe(room.world.script.database);
        }
      }
    },
  );
});
