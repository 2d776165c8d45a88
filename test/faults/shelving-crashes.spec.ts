import { describe, expect, it } from 'vitest';
import { debian, type ShelvedRoom, shelvedRoom } from '../rescans/plan/shelved-room.ts';
import { type FaultPlan, faultAt } from './faulty-port.ts';
import { faultyProcesses as faulty } from './faulty-runs.ts';
import { turns } from './faulty-world.ts';

const day = 86_400_000;

/** Three images on shelves, and a database that has something new about the first, promoted at once or after the run of the day. */
async function prepared(): Promise<ShelvedRoom> {
  const room = await shelvedRoom('nginx', 'redis', 'httpd');
  await room.subscribe();
  room.found.g3 = [{ id: 'CVE-1', severity: 'HIGH' }];
  return room;
}

const processes: readonly [string, (room: ShelvedRoom, plan: FaultPlan) => Promise<unknown>][] = [
  [
    'a planner that goes by shelves',
    (room, plan) => {
      room.promote('g3', debian('nginx'));
      return faulty(room, plan).start();
    },
  ],
  [
    'a planner that fills shelves',
    (room, plan) => {
      room.world.time.now += day;
      return faulty(room, plan).start({ fullMs: day, afreshMs: 0 });
    },
  ],
  [
    'a planner that fills shelves and finds nothing known of the change',
    (room, plan) => {
      room.promote('g3');
      return faulty(room, plan).start();
    },
  ],
];

describe.each(processes)('%s', (name, run) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any use of a port misses no image, and tells nothing twice`,
    async (fault) => {
      const uses: string[] = [];
      await run(await prepared(), (operation) => void uses.push(operation));
      expect(uses.filter((use) => use.startsWith('shelvings.')).length).toBeGreaterThan(1);
      for (let at = 1; at <= uses.length; at += 1) {
        const room = await prepared();
        const broken = run(room, faultAt(at, fault)).catch(() => undefined);
        await Promise.race([broken, turns(40)]);
        await room.recover();
        if (room.world.script.database === 'g2') room.promote('g3', debian('nginx'));
        await room.sound.start();
        await room.recover();
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const [newest] = await room.runsOf();
        expect(newest, place).toMatchObject({ status: 'done', database: 'g3', total: 3, done: 3, failed: 0 });
        expect(newest?.due, place).toBeUndefined();
        expect(await room.image('nginx'), place).toMatchObject({ database: 'g3' });
        expect(new Set(await room.told()).size, place).toBe((await room.told()).length);
      }
    },
    60_000,
  );
});

describe('a planner of many images', () => {
  it('faults: one that dies after its first batch has a successor that plans the others, and each once', async () => {
    const names = Array.from({ length: 240 }, (_, at) => `app-${at}`);
    const room = await shelvedRoom(...names);
    room.promote('g3', debian(...names.slice(0, 115)));
    const plan: FaultPlan = (operation) => (operation === 'batchQueue.ring' ? 'dies after effect' : undefined);
    await Promise.race([faulty(room, plan).start(), turns(200)]);
    expect((await room.runsOf())[0]).toMatchObject({ status: 'planned', batches: 1, position: 'shelves' });
    await room.recover();
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'done', batches: 2, total: 240, done: 240, untouched: 125 });
    expect(room.plannedOf(run!.id)).toEqual(names.slice(0, 115).toSorted());
  });
});

describe('two planners that go by shelves', () => {
  it('faults: two planners at once plan each image once, and count the others once', async () => {
    const room = await prepared();
    room.promote('g3', debian('nginx', 'redis'));
    await Promise.all([room.sound.start(), room.sound.start()]);
    await room.recover();
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'done', batches: 1, total: 3, done: 3, untouched: 1 });
    expect(room.plannedOf(run!.id)).toEqual(['nginx', 'redis']);
  });

  it('faults: a successor takes the batch of a planner that died as it stands, and plans what is not in it', async () => {
    const room = await prepared();
    room.promote('g3', debian('nginx', 'redis'));
    const { watch, digest, platform } = { watch: room.watchOf('redis').id, ...(await room.image('redis'))! };
    const { create, addBatch } = room.stores.runs;
    room.stores.runs.create = async (run) => {
      const images = [{ watch, digest, platform }];
      await addBatch({ tenant: 'acme', run: run.id, number: 0, images, next: 'shelves', expires: run.expires });
      return create(run);
    };
    await room.sound.start();
    room.stores.runs.create = create;
    await room.recover();
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'done', batches: 2, total: 3, done: 3, untouched: 1 });
    expect(room.plannedOf(run!.id)).toEqual(['nginx', 'redis']);
  });

  it('faults: one that finds a planner at work that looks at all watches goes on in its way', async () => {
    const room = await prepared();
    room.promote('g3', debian('nginx'));
    const { create, addBatch } = room.stores.runs;
    const first = (await room.stores.watches.list({ tenant: 'acme', limit: 1 })).watches[0]!;
    room.stores.runs.create = async (run) => {
      const images = [{ watch: first.id, digest: first.digest!, platform: first.platform! }];
      const next = `${first.target}#${first.id}`;
      await addBatch({ tenant: 'acme', run: run.id, number: 0, images, next, expires: run.expires });
      return create(run);
    };
    await room.sound.start();
    room.stores.runs.create = create;
    await room.recover();
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'done', batches: 2, total: 3, done: 3 });
  });
});
