import { beforeAll, describe, expect, it } from 'vitest';
import type { WatchStore } from '../../functions/rescans/ports.ts';
import type { Watch } from '../../functions/rescans/watches/watch.ts';
import { idFor, noon } from './sample-scan.ts';

const sample = (tenant: string, name: string, parts: Partial<Watch> = {}): Watch => ({
  ...{ tenant, id: `w${idFor(`${tenant} ${name}`)}`, fence: 1, kind: 'image', target: `docker.io/library/${name}:1` },
  ...{ platform: 'linux/amd64', repository: `docker.io/library/${name}`, mode: 'use' },
  ...{ used: noon, until: noon + 9, due: noon + 5, created: noon, createdBy: 'key-1' },
  ...parts,
});
const pattern = (tenant: string, target: string): Watch => {
  const { platform: _, repository: _repository, due: _due, ...watch } = sample(tenant, target);
  return { ...watch, kind: 'repository', target, mode: 'stop' };
};

/** What every WatchStore does. */
export function watchStoreContract(
  name: string,
  setUp: () => Promise<{ store: WatchStore; clock: { now: number } }>,
): void {
  describe(name, () => {
    let store: WatchStore;
    let clock: { now: number };
    let tenants = 0;
    const newTenant = (): string => {
      tenants += 1;
      clock.now = noon;
      return `watch-${tenants}`;
    };
    beforeAll(async () => {
      ({ store, clock } = await setUp());
    });

    it('watch store: is written over what was read, by one of many', async () => {
      const watch = sample(newTenant(), 'nginx');
      expect(await store.create(watch)).toBe(true);
      expect(await store.create(watch)).toBe(false);
      const wishes = ['a', 'b', 'c'].map((createdBy) => ({ ...watch, fence: 2, createdBy }));
      const written = await Promise.all(wishes.map((wish) => store.replace(wish, 1)));
      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await store.read(watch.tenant, watch.id)).toEqual(wishes[written.indexOf(true)]);
      expect(await store.read('other', watch.id)).toBeUndefined();
      expect(await store.remove('other', watch.id)).toBe(false);
      expect(await store.remove(watch.tenant, watch.id)).toBe(true);
      expect(await store.remove(watch.tenant, watch.id)).toBe(false);
      expect(await store.replace({ ...watch, fence: 2 }, 1)).toBe(false);
    });

    it('watch store: lists all watches of a tenant in pages, and its patterns alone', async () => {
      const tenant = newTenant();
      const watches = Array.from({ length: 9 }, (_, at) => sample(tenant, `image-${at}`));
      const patterns = [pattern(tenant, 'ghcr.io/**'), pattern(tenant, 'quay.io/*')];
      for (const watch of [...watches, ...patterns, sample('other', 'nginx')]) await store.create(watch);
      const first = await store.list({ tenant, limit: 6 });
      const second = await store.list({ tenant, limit: 6, after: first.next! });
      const found = [...first.watches, ...second.watches];
      expect(found.map(({ target }) => target).toSorted()).toEqual(
        [...watches, ...patterns].map(({ target }) => target).toSorted(),
      );
      expect(second.next).toBeUndefined();
      expect((await store.patterns(tenant)).toSorted((one, other) => (one.target < other.target ? -1 : 1))).toEqual(
        patterns,
      );
      expect(await store.patterns('nobody')).toEqual([]);
    });

    it('watch store: lists those that are watched since a time, the latest first, no pattern and nobody else’s', async () => {
      const tenant = newTenant();
      const watches = Array.from({ length: 9 }, (_, at) => sample(tenant, `image-${at}`, { since: noon + at }));
      const others = [
        pattern(tenant, 'ghcr.io/**'),
        sample(tenant, 'old'),
        sample('other', 'nginx', { since: noon + 5 }),
      ];
      for (const watch of [...watches, { ...others[0]!, since: noon + 9 }, ...others.slice(1)])
        await store.create(watch);
      const first = await store.newSince({ tenant, since: noon + 2, limit: 5 });
      const second = await store.newSince({ tenant, since: noon + 2, limit: 5, after: first.next! });
      expect([...first.watches, ...second.watches]).toEqual(watches.slice(2).toReversed());
      expect(second.next).toBeUndefined();
      const { since: _, ...rest } = watches[8]!;
      await store.replace({ ...rest, fence: 2 }, 1);
      expect(await store.newSince({ tenant, since: noon + 8, limit: 5 })).toEqual({ watches: [] });
    });

    it('watch store: names each tenant with watches once', async () => {
      const [one, other] = [newTenant(), newTenant()];
      for (const name of ['a', 'b']) await store.create(sample(one, name));
      expect((await store.tenants()).filter((tenant) => [one, other].includes(tenant))).toEqual([one]);
      await store.create(sample(other, 'c'));
      expect((await store.tenants()).filter((tenant) => [one, other].includes(tenant)).toSorted()).toEqual([
        one,
        other,
      ]);
    });

    it('watch store: gives those that are due, whoever’s they are', async () => {
      const tenant = newTenant();
      const watches = [1, 2, 3, 4, 5].map((at) => sample(tenant, `due-${at}`, { due: at }));
      const { due: _, ...over } = sample(tenant, 'over');
      for (const watch of [...watches, over, pattern(tenant, 'ghcr.io/a')]) await store.create(watch);
      expect(await store.due(3, 10)).toEqual(watches.slice(0, 3).map(({ id }) => ({ tenant, id })));
      expect(await store.due(3, 2)).toHaveLength(2);
      const { due: _due, ...stopped } = watches[0]!;
      await store.replace({ ...stopped, fence: 2 }, 1);
      expect(await store.due(1, 10)).toEqual([]);
    });

    it('watch store: one that is over is there until its row expires, then it is made anew', async () => {
      const tenant = newTenant();
      const { due: _, ...watch } = sample(tenant, 'old', { expires: noon / 1000 + 1 });
      await store.create(watch);
      expect(await store.read(tenant, watch.id)).toEqual(watch);
      clock.now = noon + 1_000;
      expect(await store.read(tenant, watch.id)).toBeUndefined();
      expect(await store.list({ tenant, limit: 5 })).toEqual({ watches: [] });
      const { expires: _expires, ...anew } = watch;
      expect(await store.create(anew)).toBe(true);
    });
  });
}
