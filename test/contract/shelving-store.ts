import { beforeAll, describe, expect, it } from 'vitest';
import type { Shelving, ShelvingStore } from '../../functions/rescans/ports.ts';
import { noon } from './sample-scan.ts';

const shelvingOf = (tenant: string, fence: number, shelves = 1): Shelving => ({
  ...{ tenant, fence, begun: noon, databases: ['g1'], patterns: 'ghcr.io/** stop', entries: shelves * 4_000 },
  shelves: Array.from({ length: shelves }, (_, at) => ({
    ...{ key: `shelves/${tenant}/${at}.json`, digest: `sha256:${String(at).padStart(64, '0')}`, bytes: 1_000_000 },
  })),
});

/** What every ShelvingStore does. */
export function shelvingStoreContract(name: string, setUp: () => Promise<ShelvingStore>): void {
  describe(name, () => {
    let store: ShelvingStore;
    beforeAll(async () => {
      store = await setUp();
    });

    it('shelving store: is written over what was read, by one of many, for each tenant', async () => {
      expect(await store.read('acme')).toBeUndefined();
      expect(await store.replace(shelvingOf('acme', 1), 0)).toBe(true);
      const wishes = ['g2', 'g3'].map((database) => ({ ...shelvingOf('acme', 2), databases: ['g1', database] }));
      const written = await Promise.all(wishes.map((wish) => store.replace(wish, 1)));
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await store.read('acme')).toEqual(wishes[written.indexOf(true)]);
      expect(await store.replace(shelvingOf('acme', 1), 0)).toBe(false);
      expect(await store.read('beta')).toBeUndefined();
    });

    it('shelving store: names the shelves of a million images', async () => {
      const large = shelvingOf('large', 1, 250);
      expect(await store.replace(large, 0)).toBe(true);
      expect(await store.read('large')).toEqual(large);
    });
  });
}
