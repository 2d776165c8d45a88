import { beforeAll, describe, expect, it } from 'vitest';
import type { ClockShard, ClockStore } from '../../functions/rescans/ports.ts';
import { noon } from './sample-scan.ts';

const repository = 'docker.io/library/nginx';
const shardOf = (tenant: string, parts: Partial<ClockShard> = {}): ClockShard => ({
  ...{ tenant, repository, shard: 0, fence: 1 },
  clocks: [{ cve: 'CVE-1', class: 'os', package: 'openssl', first: noon }],
  ...parts,
});

/** What every ClockStore does. */
export function clockStoreContract(name: string, setUp: () => Promise<ClockStore>): void {
  describe(name, () => {
    let store: ClockStore;
    beforeAll(async () => {
      store = await setUp();
    });

    it('clock store: gives the clocks of one repository of one tenant', async () => {
      const [first, second] = [shardOf('a'), shardOf('a', { shard: 7, clocks: [] })];
      for (const shard of [first, second, shardOf('b'), shardOf('a', { repository: `${repository}-unprivileged` })]) {
        expect(await store.replace(shard, 0)).toBe(true);
      }
      const found = await store.read('a', repository);
      expect(found.toSorted((one, other) => one.shard - other.shard)).toEqual([first, second]);
      expect(await store.read('a', 'docker.io/library/redis')).toEqual([]);
    });

    it('clock store: of several that write over the same clocks one does', async () => {
      await store.replace(shardOf('c'), 0);
      const wishes = [1, 2, 3].map((at) =>
        shardOf('c', { fence: 2, clocks: [{ cve: `CVE-${at}`, class: 'os', package: 'a', first: at }] }),
      );
      const written = await Promise.all(wishes.map((wish) => store.replace(wish, 1)));
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await store.read('c', repository)).toEqual([wishes[written.indexOf(true)]]);
      expect(await store.replace(shardOf('c', { fence: 9 }), 0)).toBe(false);
    });
  });
}
