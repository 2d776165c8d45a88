import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { placeDatabase } from '../../../functions/trivy/database/place-database.ts';
import { writeTar } from '../../../sample/images/write-tar.ts';
import { archive, openRoom, type Room } from './room.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const broken = { code: 'database_broken' };
let room: Room;
beforeEach(() => {
  room = openRoom(start);
});
afterEach(() => room.remove());
const folders = () => readdirSync(join(room.directory, 'trivy', 'generations'));
const at = (hours: number) => ({ updatedAt: new Date(start + hours * hour) });

describe('db import', () => {
  it('import: a cache directory of Trivy becomes the database in use, its Java part, too', async () => {
    const generation = await room.commands.importFrom(room.database('a'), { label: 'sample' });
    expect(generation).toMatchObject({ source: 'file', label: 'sample', vulnerabilities: 6 });
    expect(generation.java).toBeDefined();
    const { directory } = await room.generations.promoted();
    expect(readdirSync(directory).sort()).toEqual(['db', 'generation.json', 'java-db']);
    expect(readdirSync(join(room.directory, 'trivy', 'jobs'))).toEqual([]);
  });

  it('import: a folder, a file with metadata beside it, and the published archive will do', async () => {
    const path = room.database('a');
    writeFileSync(join(room.directory, 'db.tar.gz'), archive(path));
    const sources = [join(path, 'db'), join(path, 'db', 'trivy.db'), join(room.directory, 'db.tar.gz')];
    const ids = new Set<string>();
    for (const source of sources) ids.add((await room.commands.importFrom(source)).id);
    expect(ids.size).toBe(1);
  });

  it('import: a path that holds no database is a bad request', async () => {
    await expect(room.commands.importFrom(join(room.directory, 'absent'))).rejects.toMatchObject({
      code: 'bad_request',
    });
    await expect(room.commands.importFrom(room.directory)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('import: a file without metadata, or an archive that is none, is refused', async () => {
    mkdirSync(join(room.directory, 'x'));
    for (const bytes of [
      Buffer.from('xx'),
      gzipSync('no tar'),
      Buffer.from([0x1f, 0x8b, 1, 2]),
      gzipSync(writeTar([])),
    ]) {
      writeFileSync(join(room.directory, 'x', 'trivy.db'), bytes);
      await expect(room.commands.importFrom(join(room.directory, 'x', 'trivy.db'))).rejects.toMatchObject(broken);
    }
    expect(await room.commands.status()).toEqual({});
  });

  it('import: a scan with it has to work, but need not find anything', async () => {
    room.canaryFinds([]);
    const first = await room.commands.importFrom(room.database('a'));
    room.canaryFinds(new DrydockError('database_broken', 'a scan fails'));
    await expect(room.commands.importFrom(room.database('b', at(1)))).rejects.toMatchObject(broken);
    expect((await room.commands.status()).current?.id).toBe(first.id);
  });
});

describe('db status and rollback', () => {
  it('status: nothing at first, then age and staleness (F5)', async () => {
    expect(await room.commands.status()).toEqual({});
    await expect(room.generations.promoted()).rejects.toMatchObject({ code: 'database_missing' });
    await room.commands.importFrom(room.database('a'));
    room.setTime(start + 48 * hour);
    expect(await room.commands.status()).toMatchObject({ ageMs: 48 * hour, stale: false });
    room.setTime(start + 49 * hour);
    expect(await room.commands.status()).toMatchObject({ ageMs: 49 * hour, stale: true });
  });

  it('rollback: the database before is in use again, and back', async () => {
    const first = await room.commands.importFrom(room.database('a'));
    const second = await room.commands.importFrom(room.database('b', at(1)));
    expect((await room.commands.rollback()).id).toBe(first.id);
    expect(await room.commands.status()).toMatchObject({ current: first, previous: second, rejected: second.id });
    expect((await room.commands.rollback()).id).toBe(second.id);
  });

  it('rollback: without a database before it is refused', async () => {
    await expect(room.commands.rollback()).rejects.toMatchObject({ code: 'database_missing' });
    await room.commands.importFrom(room.database('a'));
    await expect(room.commands.rollback()).rejects.toMatchObject({ code: 'database_missing' });
  });

  it('generations: the one in use and the one before are kept, older ones go', async () => {
    const ids: string[] = [];
    for (const hours of [0, 1, 2, 3]) {
      ids.push((await room.commands.importFrom(room.database(`d${hours}`, at(hours)))).id);
    }
    expect(folders().sort()).toEqual(ids.slice(2).sort());
  });

  it('generations: a scan under way keeps its files, whatever is promoted and removed (F6)', async () => {
    const first = await room.commands.importFrom(room.database('a'));
    const cache = join(room.directory, 'cache');
    mkdirSync(cache);
    expect((await placeDatabase(room.generations.promoted, cache)).generation.id).toBe(first.id);
    const before = readFileSync(join(cache, 'db', 'trivy.db'));
    for (const hours of [1, 2, 3]) await room.commands.importFrom(room.database(`d${hours}`, at(hours)));
    expect(folders()).not.toContain(first.id);
    expect(readFileSync(join(cache, 'db', 'trivy.db')).equals(before)).toBe(true);
  });

  it('generations: a scan that meets a removed one takes the newer one (F6)', async () => {
    const first = await room.commands.importFrom(room.database('a'));
    const stale = await room.generations.promoted();
    for (const hours of [1, 2]) await room.commands.importFrom(room.database(`d${hours}`, at(hours)));
    const answers = [stale];
    const cache = join(room.directory, 'cache');
    mkdirSync(cache);
    const placed = await placeDatabase(async () => answers.pop() ?? room.generations.promoted(), cache);
    expect(placed.generation.id).not.toBe(first.id);
    expect(existsSync(join(cache, 'java-db', 'trivy-java.db'))).toBe(true);
  });
});
