import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastCheckOf } from '../../../functions/scans/image/image-record.ts';
import { faultyStores } from '../../faults/faulty-runs.ts';
import { debian, shelvedRoom } from './shelved-room.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

describe('planning a run by shelves', () => {
  it('shelves: a change that touches no image reads no watch, makes no batch and is done', async () => {
    const room = await shelvedRoom(...names);
    const uses: string[] = [];
    const counting = faultyStores(room, (operation) => void uses.push(operation));
    room.promote('g3', debian('other'));
    const processes = room.processes(counting);
    await processes.start();
    const [run] = await room.runsOf();
    expect(run).toMatchObject({ status: 'done', batches: 0, total: 5, done: 5, changed: 0, failed: 0, untouched: 5 });
    expect(uses.filter((use) => /^watches\.(?:list|read)$|^(?:images|reliances)\.read/.test(use))).toEqual([]);
    expect(room.rematched).toEqual([]);
    expect(room.world.counted).toContain('RematchesAvoided');
    expect(run!.due).toBeUndefined();
  });

  it('shelves: those that a change touches are matched, time after time', async () => {
    const room = await shelvedRoom(...names);
    room.found.g3 = [{ id: 'CVE-1', severity: 'HIGH' }];
    room.found.g4 = room.found.g3;
    const run = await room.change('g3', debian('c'));
    expect(run).toMatchObject({ status: 'done', batches: 1, total: 5, done: 5, changed: 1, untouched: 4 });
    expect(room.plannedOf(run.id)).toEqual(['c']);
    const next = await room.change('g4', debian('e'));
    // What changed since the shelves were filled is looked at, and left alone in its batch.
    expect(room.plannedOf(next.id)).toEqual(['c', 'e']);
    expect(next).toMatchObject({ total: 5, done: 5, changed: 1, untouched: 4 });
    expect(room.rematched).toHaveLength(1);
  });

  it('shelves: the database that was gone back to touches what the one between touched', async () => {
    const room = await shelvedRoom(...names);
    await room.change('g3', debian('b'));
    expect(await room.image('b')).toMatchObject({ checked: { database: 'g3' } });
    await room.change('g2', debian('b'));
    expect(await room.image('b')).toMatchObject({ checked: { database: 'g2' } });
  });

  it('shelves: an image that was scanned since is planned, and one that is watched under another digest once', async () => {
    const room = await shelvedRoom(...names);
    await room.scan('new');
    room.world.script.resolve = async (name) => ({
      digest: `sha256:${Buffer.from(`${name}-2`).toString('hex').padEnd(64, '0')}`,
    });
    await room.scan('a');
    const run = await room.change('g3', debian('other'));
    expect(room.plannedOf(run.id)).toEqual(['a-2', 'new']);
    expect(run).toMatchObject({ total: 6, done: 6, untouched: 6 });
  });

  it('shelves: an image with another result since is planned, whatever its shelf says', async () => {
    const room = await shelvedRoom(...names);
    await room.scan('a');
    expect(room.plannedOf((await room.change('g3', debian('other'))).id)).toEqual(['a']);
  });

  it('shelves: a watch that was stopped or taken away since is not planned', async () => {
    const room = await shelvedRoom(...names);
    const { watches } = room.stores;
    const a = room.watchOf('a');
    await watches.replace({ ...a, mode: 'stop', fence: a.fence + 1 }, a.fence);
    await watches.remove('acme', room.watchOf('b').id);
    const run = await room.change('g3', debian('a', 'b', 'c'));
    expect(room.plannedOf(run.id)).toEqual(['c']);
    expect(run).toMatchObject({ status: 'done', total: 3, done: 3, untouched: 2 });
  });

  it('shelves: an image that was deleted since is nothing to wait for', async () => {
    const room = await shelvedRoom(...names);
    const { digest } = (await room.image('a'))!;
    await room.stores.images.remove('acme', digest);
    expect(await room.change('g3', debian('a'))).toMatchObject({ status: 'done', total: 5, done: 5, failed: 0 });
  });

  it('shelves: of an image that nothing is certain of every change may be one', async () => {
    const room = await shelvedRoom(...names);
    for (const row of room.stores.reliances.rows.values()) Object.assign(row, { scan: 'another' });
    room.world.time.now += 86_400_000;
    await room.sound.start({ fullMs: 86_400_000, afreshMs: 0 });
    await room.recover();
    expect(room.plannedOf((await room.change('g3', debian('other'))).id)).toEqual(names);
  });

  it('shelves: whatever changes, those that are touched have been checked with the database of today', async () => {
    const touching = fc.array(fc.subarray(names, { maxLength: 3 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(touching, async (changes) => {
        const room = await shelvedRoom(...names);
        for (const [at, touched] of changes.entries()) {
          const database = `g${3 + at}`;
          const run = await room.change(database, debian(...touched));
          expect(run).toMatchObject({ status: 'done', total: 5, done: 5 });
          for (const name of touched) expect(lastCheckOf((await room.image(name))!).database).toBe(database);
        }
      }),
      { numRuns: 25 },
    );
  });
});
