import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bucketGenerations } from '../../../../functions/trivy/database/bucket/bucket-generations.ts';
import { databaseCommands } from '../../../../functions/trivy/database/database-commands.ts';
import { placeDatabase } from '../../../../functions/trivy/database/place-database.ts';
import { archive, artifact, openRoom, type Room } from '../room.ts';
import { memoryObjects } from './memory-objects.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const at = (hours: number) => ({ updatedAt: new Date(start + hours * hour) });

describe('generations in a bucket', () => {
  let room: Room;
  let objects: ReturnType<typeof memoryObjects>;
  beforeEach(() => {
    room = openRoom(start);
    objects = memoryObjects();
  });
  afterEach(() => room.remove());

  /** One machine with a disk of its own: the refresher, or an environment of the worker. */
  const machine = (name: string) => {
    const directory = join(room.directory, name);
    const generations = bucketGenerations(objects, directory);
    const { canary, source } = room;
    const commands = databaseCommands({
      generations,
      canary,
      source,
      jobs: join(directory, 'jobs'),
      clock: () => start,
    });
    return { directory, generations, commands };
  };
  const copies = (directory: string) => readdirSync(join(directory, 'generations'));
  const partsRead = () => objects.readKeys.filter((key) => key.includes('/trivy.db.')).length;

  it('generations: what one machine promoted, another one gets byte for byte', async () => {
    const database = room.database('a');
    const promoted = await machine('refresher').commands.importFrom(database);
    const { directory, generation, fetchJava } = await machine('worker').generations.promoted();
    expect(generation).toEqual(promoted);
    await fetchJava?.();
    for (const name of ['db/trivy.db', 'db/metadata.json', 'java-db/trivy-java.db', 'java-db/metadata.json']) {
      expect(readFileSync(join(directory, name)).equals(readFileSync(join(database, name))), name).toBe(true);
    }
  });

  it('generations: fetched once, and again only when another one is promoted, from the next scan on', async () => {
    const refresher = machine('refresher');
    const first = await refresher.commands.importFrom(room.database('a'));
    const worker = machine('worker');
    await worker.generations.promoted();
    const read = partsRead();
    expect(read).toBeGreaterThan(0);
    expect((await worker.generations.promoted()).generation.id).toBe(first.id);
    expect(partsRead()).toBe(read);
    const second = await refresher.commands.importFrom(room.database('b', at(1)));
    expect((await worker.generations.promoted()).generation.id).toBe(second.id);
    expect(partsRead()).toBe(2 * read);
    expect(copies(worker.directory)).toEqual([second.id]);
  });

  it('generations: the Java database is fetched when it is asked for, then kept', async () => {
    await machine('refresher').commands.importFrom(room.database('a'));
    const { directory, generations } = machine('worker');
    const cache = join(directory, 'cache');
    mkdirSync(cache, { recursive: true });
    const placed = await placeDatabase(generations.promoted, cache);
    expect(existsSync(join(cache, 'java-db'))).toBe(false);
    await placed.placeJava?.();
    expect(readdirSync(join(cache, 'java-db')).sort()).toEqual(['metadata.json', 'trivy-java.db']);
    expect((await generations.promoted()).fetchJava).toBeUndefined();
  });

  it('generations: a copy that was broken off is made anew', async () => {
    await machine('refresher').commands.importFrom(room.database('a'));
    const [key] = [...objects.objects.keys()].filter((name) => name.includes('trivy.db.00000')) as [string];
    const bytes = objects.objects.get(key)!;
    objects.objects.delete(key);
    const { directory, generations } = machine('worker');
    await expect(generations.promoted()).rejects.toMatchObject({ code: 'storage_unavailable' });
    const [id] = copies(directory) as [string];
    expect(readdirSync(join(directory, 'generations', id, 'db'))).toEqual([]);
    objects.objects.set(key, bytes);
    expect((await generations.promoted()).generation.id).toBe(id);
  });

  it('generations: two are kept, rollback goes back to the one before by the pointer alone', async () => {
    const { commands, generations } = machine('refresher');
    const [first, second, third] = [
      await commands.importFrom(room.database('a')),
      await commands.importFrom(room.database('b', at(1))),
      await commands.importFrom(room.database('c', at(2))),
    ] as const;
    expect([...objects.objects.keys()].some((key) => key.includes(first.id))).toBe(false);
    const worker = machine('worker');
    await worker.generations.promoted();
    expect(await commands.rollback()).toEqual(second);
    expect((await worker.generations.promoted()).generation).toEqual(second);
    expect(await generations.pointer()).toEqual({ current: second.id, previous: third.id, rejected: third.id });
  });

  it('generations: without a database the error says so, and so does a rollback', async () => {
    const { commands, generations } = machine('refresher');
    await expect(generations.promoted()).rejects.toMatchObject({ code: 'database_missing' });
    await expect(commands.rollback()).rejects.toMatchObject({ code: 'database_missing' });
  });

  it('generations: a pull keeps the Java database of the last one, on a machine that never had it', async () => {
    const last = await machine('refresher').commands.importFrom(room.database('a'));
    room.offer('first.test/trivy-db:2', artifact(archive(room.database('b', at(1)))));
    const { generation } = await machine('another').commands.pull({
      repositories: ['first.test/trivy-db:2'],
      javaRepositories: [],
    });
    expect(generation.java).toEqual(last.java);
    const { fetchJava, directory } = await machine('worker').generations.promoted();
    await fetchJava?.();
    expect(existsSync(join(directory, 'java-db', 'trivy-java.db'))).toBe(true);
  });
});
