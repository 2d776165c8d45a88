import { describe, expect, it } from 'vitest';
import { type DatabaseChanges, touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import type { ResultReliance } from '../../../functions/rescans/ports.ts';
import type { ImageRecord } from '../../../functions/scans/image/image-record.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const day = 86_400_000;
const nginx = digestFor('library/nginx');
const none: DatabaseChanges = { whole: [], packages: [], vulnerabilities: [] };
const debian = (...names: string[]): DatabaseChanges => ({ ...none, packages: [{ bucket: 'debian 12', names }] });

type Stores = ReturnType<typeof runWorld>['stores'];

async function spoilReliance({ reliances }: Stores, change: (row: ResultReliance) => Partial<ResultReliance>) {
  for (const row of [...reliances.rows.values()]) await reliances.put({ ...row, ...change(row) });
}

function spoilImage({ images }: Stores, change: { [K in keyof ImageRecord]?: ImageRecord[K] | undefined }): void {
  for (const image of images.images.values()) Object.assign(image, change);
}

/** A run for another database, of which it is known what is different in it. */
async function switched(room: ReturnType<typeof runWorld>, database: string, changes: DatabaseChanges, age = 0) {
  const before = room.world.script.database;
  const updatedAt = new Date(room.world.deps.clock() - age).toISOString();
  const addedAt = new Date(room.world.deps.clock()).toISOString();
  const known = room.script.step;
  room.script.step = async (from, to) => {
    if (to !== database) return known(from, to);
    const earlier = from === before ? { touches: () => false } : await known(from, before);
    const touches = touchesResult(changes);
    return earlier && { touches: (reliance) => earlier.touches(reliance) || touches(reliance), updatedAt, addedAt };
  };
  room.world.script.database = database;
  room.rematched.length = 0;
  await room.sound.start();
  await room.recover();
  const [run] = await room.runsOf();
  return { run, matched: room.rematched.length };
}

describe('images that a database change does not touch', () => {
  it('untouched: is not matched, and says which database it was checked with', async () => {
    const room = runWorld();
    await room.scan('nginx', 'redis');
    expect(await switched(room, 'g2', debian('other'))).toMatchObject({ run: { done: 2, changed: 0 }, matched: 0 });
    expect(await room.imageOf(nginx)).toMatchObject({ database: 'g1', checked: { database: 'g2', untouched: true } });
    expect(room.world.counted.filter((name) => name === 'RematchesAvoided')).toHaveLength(1);
    expect(room.stores.images.results.size).toBe(2);
  });

  it('untouched: is compared with the database of its own last check, time after time', async () => {
    const room = runWorld();
    await room.scan('nginx');
    for (const database of ['g2', 'g3', 'g4']) {
      expect(await switched(room, database, debian('other')), database).toMatchObject({ matched: 0 });
    }
    await room.scan('redis');
    expect(await switched(room, 'g5', debian('package-1'))).toMatchObject({ matched: 2 });
    expect(await switched(room, 'g6', debian('other'))).toMatchObject({ matched: 0, run: { done: 2 } });
  });

  it('touched: one that holds a package with other advisories is matched, and has its new result to rely on', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.found.g2 = [{ id: 'CVE-1', severity: 'HIGH' }];
    expect(await switched(room, 'g2', debian('package-1'))).toMatchObject({ matched: 1, run: { changed: 1 } });
    room.found.g3 = room.found.g2;
    expect(await switched(room, 'g3', debian('other'))).toMatchObject({ matched: 0, run: { changed: 0, done: 1 } });
    room.found.g4 = [{ id: 'CVE-1', severity: 'LOW' }];
    const rated = await switched(room, 'g4', { ...none, vulnerabilities: ['CVE-1'] });
    expect(rated).toMatchObject({ matched: 1, run: { changed: 1 } });
  });

  it.each<[string, (room: ReturnType<typeof runWorld>) => unknown]>([
    ['nothing known of what it relies on', ({ stores }) => stores.reliances.rows.clear()],
    ['what another result relies on', ({ stores }) => spoilReliance(stores, (row) => ({ scanned: row.scanned - 1 }))],
    [
      'what other rules said',
      ({ stores }) => spoilReliance(stores, ({ reliance }) => ({ reliance: { ...reliance, version: 0 } })),
    ],
    [
      'a last whole match of long ago',
      ({ stores }) => spoilReliance(stores, (row) => ({ matched: row.matched - 8 * day })),
    ],
    ['no analyses', ({ stores }) => spoilImage(stores, { analysis: undefined })],
    [
      'a verdict that the age of the database decided',
      ({ stores }) => spoilImage(stores, { reasons: [{ code: 'old_database', message: '' }] }),
    ],
    ['a generation that it missed', ({ stores }) => spoilImage(stores, { database: 'g0' })],
  ])('touched: an image with %s is matched as a whole', async (_, spoil) => {
    const room = runWorld();
    await room.scan('nginx');
    await spoil(room);
    expect(await switched(room, 'g2', none)).toMatchObject({ run: { status: 'done', done: 1 } });
    expect(room.world.counted).not.toContain('RematchesAvoided');
  });

  it('touched: a database that is too old to rely on makes another verdict', async () => {
    const room = runWorld();
    await room.scan('nginx');
    expect(await switched(room, 'g2', debian('other'), 8 * day)).toMatchObject({ matched: 1 });
  });

  it('touched: where it cannot be read what changed, all are matched', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.world.script.database = 'g2';
    room.script.step = async () => {
      throw new Error('damaged');
    };
    await room.sound.start();
    await room.recover();
    expect(room.rematched).toEqual(['g2']);
    expect(room.world.logged.map(([message]) => message)).toContain('what changed in the database is not known');
  });

  it('full rematch: matches those that were left alone, and tells where leaving them alone was wrong', async () => {
    const room = runWorld();
    await room.scan('nginx', 'redis');
    await switched(room, 'g2', debian('other'));
    room.world.time.now += day;
    await room.sound.start({ fullMs: day, afreshMs: 0 });
    await room.recover();
    expect(room.rematched).toEqual(['g2', 'g2']);
    expect(room.world.counted).not.toContain('RescanDisagreements');
    await switched(room, 'g3', debian('other'));
    room.found.g3 = [{ id: 'CVE-1', severity: 'HIGH' }];
    room.world.time.now += day;
    await room.sound.start({ fullMs: day, afreshMs: 0 });
    await room.recover();
    expect(room.world.counted.filter((name) => name === 'RescanDisagreements')).toHaveLength(2);
    const told = room.world.logged.filter(([message]) => message === 'rescans disagree');
    expect(told.map(([, fields]) => fields)).toContainEqual({
      ...{ digest: nginx, platform: 'linux/amd64', database: 'g3', untouched: true },
    });
  });
});
