import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Done, Store } from 'dynalite/db/index.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levelStore } from '../../../local/table/level-store.ts';

let directory = '';
let store: Store;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-'));
  store = await levelStore(directory);
});
afterEach(async () => {
  await store.db.close();
  rmSync(directory, { recursive: true });
});

const done = <T>(start: (done: Done<T>) => void): Promise<T | undefined> =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
const put = (key: string, value: unknown) => done<void>((end) => store.db.put(key, value, end));
const get = (key: string) => done<unknown>((end) => store.db.get(key, end));

describe('level store', () => {
  it('level store: a write can be read once it is answered', async () => {
    await put('a', { n: 1 });
    expect(await get('a')).toEqual({ n: 1 });
    await done<void>((end) => store.db.del('a', end));
    expect(await get('a')).toBeUndefined();
  });

  it('level store: of writes to one key made at once the last one counts', async () => {
    await Promise.all([put('a', 1), put('a', 2), done<void>((end) => store.db.del('a', end)), put('a', 3)]);
    expect(await get('a')).toBe(3);
  });

  it('level store: writes of one moment go to the disk together, those that come meanwhile after them', async () => {
    const groups: number[] = [];
    const batch = store.db.batch.bind(store.db);
    store.db.batch = (writes) => {
      groups.push(writes.length);
      return batch(writes);
    };
    const first = [put('a', 1), put('b', 2)];
    await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(undefined))));
    await Promise.all([...first, put('c', 3), put('d', 4), put('e', 5)]);
    expect(groups).toEqual([2, 3]);
  });

  it('level store: an index entry goes to the disk with the item that is written after it', async () => {
    const groups: string[][] = [];
    const batch = store.db.batch.bind(store.db);
    store.db.batch = (writes) => {
      groups.push(writes.map(({ key }) => key));
      return batch(writes);
    };
    await new Promise<void>((resolve) =>
      store.db.del('index-global~t~gsi1~old', () =>
        store.db.put('index-global~t~gsi1~new', {}, () => store.db.put('item-t~a', {}, () => resolve())),
      ),
    );
    expect(groups).toEqual([['index-global~t~gsi1~old', 'index-global~t~gsi1~new', 'item-t~a']]);
  });

  it('level store: a definition that is read while it changes is not the old one afterwards', async () => {
    await put('table~t', { status: 'CREATING' });
    const changed = put('table~t', { status: 'ACTIVE' });
    expect(await get('table~t')).toEqual({ status: 'CREATING' });
    await changed;
    expect(await get('table~t')).toEqual({ status: 'ACTIVE' });
  });

  it('level store: whoever writes hears of a disk that takes nothing, and nothing is written after that', async () => {
    const batch = store.db.batch.bind(store.db);
    store.db.batch = () => {
      store.db.batch = batch;
      return Promise.reject(new Error('no space'));
    };
    const results = await Promise.allSettled([put('a', 1), put('b', 2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(put('c', 3)).rejects.toThrow('no space');
    expect(await get('c')).toBeUndefined();
  });

  it('level store: a reader lets go of what it saw, whether it reads to the end or not', async () => {
    let open = 0;
    const values = store.db.values.bind(store.db);
    store.db.values = (range) => {
      const some = values(range);
      const close = some.close.bind(some);
      open += 1;
      some.close = () => close().finally(() => (open -= 1));
      return some;
    };
    for (let n = 0; n < 250; n += 1) await put(`a${String(n).padStart(3, '0')}`, n);
    const all = store.db.createValueStream({ gte: 'a' });
    expect(await all.toArray()).toEqual(Array.from({ length: 250 }, (_, n) => n));
    for await (const value of store.db.createValueStream({ gte: 'a' })) {
      if (value === 3) break;
    }
    await expect.poll(() => open).toBe(0);
  });

  it('level store: a directory that is in use is refused', async () => {
    await expect(levelStore(directory)).rejects.toThrow();
  });
});
