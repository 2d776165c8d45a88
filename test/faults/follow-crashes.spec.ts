import { describe, expect, it } from 'vitest';
import { lookAtWatches } from '../../functions/rescans/plan/look-at-watches.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import { isFinal } from '../../functions/scans/image/image-scan.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { admin } from '../notify/notify-world.ts';
import { runWorld } from '../rescans/run-world.ts';
import { digestFor } from '../scans/image/image-world.ts';
import { type FaultPlan, faultAt } from './faulty-port.ts';
import { faultyStores, type RunRoom } from './faulty-runs.ts';
import { turns } from './faulty-world.ts';

const tenant = admin.tenant;
const day = 86_400_000;
const known = { id: 'CVE-1', severity: 'HIGH', fixed: '2', status: 'fixed' };

/** An image that was clean, and a database that is not of that opinion any more. */
async function prepared(): Promise<RunRoom> {
  const room = runWorld();
  await room.subscribe();
  await room.scan('nginx');
  room.found.g2 = [known];
  room.world.script.database = 'g2';
  return room;
}

interface Case {
  name: string;
  /** the image that it ends with */
  digest: string;
  prepare: (room: RunRoom) => Promise<unknown>;
  run: (room: RunRoom, plan: FaultPlan) => Promise<unknown>;
  told: string[];
}

const looking = (room: RunRoom, stores: RunRoom['stores']) =>
  lookAtWatches({
    ...{ watches: stores.watches, watchSettings: defaultWatchSettings, clock: stores.clock },
    tags: room.world.deps.tags,
    scanning: { ...room.sound.scans, ...stores },
  });

const cases: Case[] = [
  {
    name: 'a worker that enters what follows from a scan',
    digest: digestFor('library/nginx'),
    prepare: (room) => room.world.submit({ image: 'nginx', fresh: true }, { ...admin, scopes: ['scan:write'] }),
    run(room, plan) {
      const stores = faultyStores(room, plan);
      const { follow } = room.processes(stores).scans;
      return runImageScan({ ...stores, follow }, room.world.rung.at(-1)!);
    },
    told: ['new CVE-1 1'],
  },
  {
    name: 'whoever follows a tag',
    digest: digestFor('another build'),
    async prepare(room) {
      room.world.script.resolve = async () => ({ digest: digestFor('another build') });
      room.world.time.now += day;
    },
    run: (room, plan) => looking(room, faultyStores(room, plan)),
    told: [],
  },
];

describe.each(cases)('$name', ({ name, digest, prepare, run, told }) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any use of a port leaves nothing half known`,
    async (fault) => {
      const uses: string[] = [];
      const whole = await prepared();
      await prepare(whole);
      await run(whole, (operation) => void uses.push(operation));
      expect(uses.length).toBeGreaterThan(3);
      for (let at = 1; at <= uses.length; at += 1) {
        const room = await prepared();
        await prepare(room);
        const plan = faultAt(at, fault);
        await Promise.race([run(room, plan).catch(() => undefined), turns(20)]);
        await room.recover();
        // The planner looks again, as it does every minute.
        await looking(room, room.stores);
        await room.recover();
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const scans = [...room.stores.scans.rows.values()];
        expect(
          scans.filter((scan) => !isFinal(scan) || scan.due !== undefined),
          place,
        ).toEqual([]);
        const image = await room.imageOf(digest);
        expect(image, place).toMatchObject({ database: 'g2', counts: { total: 1 } });
        const { images } = await room.stores.cves.listAffected({ tenant, cve: 'CVE-1', limit: 9 });
        expect(
          images.map((one) => one.digest),
          place,
        ).toEqual([digest]);
        const shards = await room.stores.clocks.read(tenant, image!.repository);
        expect(shards.flatMap(({ clocks }) => clocks).length, place).toBe(1);
        const { results } = await room.stores.images.history({ tenant, digest, platform: image!.platform, limit: 9 });
        expect(
          results.slice(0, -1).every(({ change }) => change?.diff !== undefined),
          place,
        ).toBe(true);
        expect(await room.told(), place).toEqual(told);
        const watched = [...room.stores.watches.rows.values()].filter((watch) => watch.digest === digest);
        expect(watched.length, place).toBe(1);
      }
    },
    60_000,
  );
});
