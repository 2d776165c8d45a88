import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { newWatch } from '../../../functions/rescans/watches/watch.ts';
import { debian, type ShelvedRoom, shelvedRoom } from './shelved-room.ts';

const day = 86_400_000;
const away = async (): Promise<never> => {
  throw new DrydockError('storage_unavailable', 'away');
};
const shelfKeys = ({ stores }: ShelvedRoom) =>
  [...stores.reports.objects.keys()].filter((key) => key.startsWith('shelves/'));
const standing = async ({ stores }: ShelvedRoom) => (await stores.shelvings.read('acme'))!;
const full = (room: ShelvedRoom) => room.sound.start({ fullMs: day, afreshMs: 0 });

describe('shelves of a tenant', () => {
  it('shelves: are filled by the first run of a database, with what each image was checked with before', async () => {
    const room = await shelvedRoom('a', 'b');
    expect(await standing(room)).toMatchObject({ entries: 2, databases: ['g2'], fence: 1 });
    expect(shelfKeys(room)).toHaveLength(1);
    await room.change('g3', debian('other'));
    expect((await standing(room)).databases).toEqual(['g2', 'g3']);
  });

  it('shelves: are filled anew by the run of the day, and those of before are removed', async () => {
    const room = await shelvedRoom('a', 'b');
    await room.scan('c');
    const before = shelfKeys(room);
    room.world.time.now += day;
    await full(room);
    await room.recover();
    expect(await standing(room)).toMatchObject({ entries: 3, databases: ['g2'] });
    expect(shelfKeys(room)).toHaveLength(1);
    expect(shelfKeys(room)).not.toEqual(before);
    const run = await room.change('g3', debian('b'));
    expect(room.plannedOf(run.id)).toEqual(['b']);
    expect(run).toMatchObject({ total: 3, done: 3 });
  });

  it('shelves: are not filled by a run that somebody asked for, or one that scans anew', async () => {
    const room = await shelvedRoom('a', 'b');
    const before = await standing(room);
    room.world.time.now += 31 * day;
    await room.sound.start({ fullMs: 0, afreshMs: 30 * day });
    expect(await standing(room)).toEqual(before);
  });

  it.each<[string, (room: ShelvedRoom) => unknown]>([
    ['are damaged', ({ stores }) => stores.reports.objects.set(shelfKeyOf(stores), Buffer.from('{}'))],
    ['are gone', ({ stores }) => stores.reports.objects.delete(shelfKeyOf(stores))],
    ['are of a week ago', ({ world }) => (world.time.now += 8 * day)],
    [
      'were filled while other patterns decided',
      async ({ stores, world }) => {
        const subject = { kind: 'repository' as const, target: 'ghcr.io/**', createdBy: 'key' };
        const watch = newWatch({ tenant: 'acme', id: `w${'1'.repeat(32)}`, ...subject }, world.time.now, {
          ...{ inUseMs: 1, everyMs: 1, noteMs: 1, keptMs: 1 },
        });
        await stores.watches.create(watch);
      },
    ],
  ])('shelves: that %s are of no use: all watches are looked at, and shelved', async (_, spoil) => {
    const room = await shelvedRoom('a', 'b');
    await spoil(room);
    const run = await room.change('g3', debian('other'));
    expect(run).toMatchObject({ status: 'done', batches: 1, total: 2, done: 2 });
    expect(await standing(room)).toMatchObject({ databases: ['g3'], entries: 2 });
  });

  it('shelves: where it is not known what changed, or the database is too old, all watches are looked at', async () => {
    const room = await shelvedRoom('a', 'b');
    expect(room.plannedOf((await room.change('g3')).id)).toEqual(['a', 'b']);
    const { step } = room.script;
    room.script.step = async (...names) => {
      const known = await step(...names);
      return known && { ...known, updatedAt: new Date(room.world.deps.clock() - 8 * day).toISOString() };
    };
    expect(room.plannedOf((await room.change('g4', debian('other'))).id)).toEqual(['a', 'b']);
    room.script.step = away;
    expect(room.plannedOf((await room.change('g5', debian('other'))).id)).toEqual(['a', 'b']);
    expect(room.world.logged.map(([message]) => message)).toContain('what changed in the database is not known');
  });

  it('shelves: with more than a quarter new, all watches are looked at', async () => {
    const room = await shelvedRoom('a', 'b');
    await room.scan(...Array.from({ length: 101 }, (_, at) => `new-${at}`));
    expect(await room.change('g3', debian('other'))).toMatchObject({ batches: 2, total: 103, done: 103 });
    expect(await standing(room)).toMatchObject({ databases: ['g3'], entries: 103 });
  });

  it('shelves: after eight databases, all watches are looked at', async () => {
    const room = await shelvedRoom('a', 'b');
    for (let at = 3; at < 10; at += 1) {
      expect(await room.change(`g${at}`, debian('other'))).toMatchObject({ batches: 0, untouched: 2 });
    }
    expect(await room.change('g10', debian('other'))).toMatchObject({ batches: 1, done: 2 });
    expect(await standing(room)).toMatchObject({ databases: ['g10'] });
  });

  it('shelves: what is wrong with filling them is no matter of the run, and those of before stand', async () => {
    const room = await shelvedRoom('a', 'b');
    const before = await standing(room);
    const { put } = room.stores.reports;
    room.stores.reports.put = (key, json) => (key.startsWith('shelves/') ? away() : put(key, json));
    room.world.time.now += day;
    await full(room);
    expect((await room.runsOf())[0]).toMatchObject({ batches: 1, total: 2 });
    expect(await standing(room)).toEqual(before);
    expect(room.world.logged.map(([message]) => message)).toContain('watched images not shelved');
  });

  it('shelves: of two planners that fill them at once those of one stand, and no other object is left', async () => {
    const room = await shelvedRoom('a', 'b');
    room.world.time.now += day;
    const { read } = room.stores.shelvings;
    let others = 0;
    room.stores.shelvings.read = async (tenant) => {
      const known = await read(tenant);
      if (others === 0) {
        others += 1;
        await room.stores.shelvings.replace({ ...known!, fence: known!.fence + 1 }, known!.fence);
      }
      return known;
    };
    await full(room);
    expect(await standing(room)).toMatchObject({ fence: 2, databases: ['g2'] });
    expect(shelfKeys(room)).toEqual((await standing(room)).shelves.map(({ key }) => key));
  });
});

const shelfKeyOf = (stores: ShelvedRoom['stores']): string =>
  [...stores.reports.objects.keys()].find((key) => key.startsWith('shelves/'))!;
