import { beforeAll, describe, expect, it } from 'vitest';
import type { ManifestScan, ManifestScanStore } from '../../functions/scans/ports.ts';
import { idFor, noon, sampleObject, sampleScan } from './sample-scan.ts';

/** A store under test with its clock. Every case uses a tenant of its own, so one table serves them all. */
export interface StoreUnderTest {
  store: ManifestScanStore;
  clock: { now: number };
  /** what `record` answers: the host writes before or after the answer */
  outcome: 'stored' | 'pending';
}

/** What every ManifestScanStore does. */
export function scanStoreContract(name: string, setUp: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let cases = 0;
    let tenant = '';
    const put = (parts: Partial<ManifestScan> = {}) => under.store.record(sampleScan({ tenant, ...parts }));
    const idsOf = async (query: { object?: string; limit: number; after?: string }) => {
      const { scans, next } = await under.store.list({ tenant, ...query });
      return { ids: scans.map((scan) => scan.id), next };
    };
    const newTenant = (): void => {
      cases += 1;
      tenant = `case-${cases}`;
      under.clock.now = noon;
    };

    beforeAll(async () => {
      under = await setUp();
    });

    it('scan store: a recorded scan is read back as it was', async () => {
      newTenant();
      const scan = sampleScan({
        tenant,
        documents: 3,
        invalid: 1,
        lowestScore: -37,
        options: 'rules=["Privileged"]',
        objects: [
          { object: 'Pod/web.default', valid: true, score: -37, critical: 2, passed: 0, advise: 13 },
          { object: 'Ünïcode/"quoted"\n.😀', valid: false, score: 0, critical: 0, passed: 0, advise: 0 },
        ],
      });
      expect(await under.store.record(scan)).toBe(under.outcome);
      expect(await under.store.read(tenant, scan.id)).toEqual(scan);
    });

    it('scan store: sightings add up, the first time stays and the last one moves', async () => {
      newTenant();
      await put();
      await put({ lastSeen: noon + 5_000, count: 3 });
      const expected = { count: 4, firstSeen: noon, lastSeen: noon + 5_000, expires: noon / 1000 + 5 + 86_400 };
      expect(await under.store.read(tenant, idFor('pod'))).toMatchObject(expected);
    });

    it('scan store: a sighting by a clock that is behind is counted and moves no time back', async () => {
      newTenant();
      await put({ lastSeen: noon + 60_000 });
      await put({ lastSeen: noon });
      const expected = { count: 2, lastSeen: noon + 60_000, expires: noon / 1000 + 60 + 86_400 };
      expect(await under.store.read(tenant, idFor('pod'))).toMatchObject(expected);
    });

    it('scan store: sightings at the same moment are all counted', async () => {
      newTenant();
      await Promise.all(Array.from({ length: 20 }, () => put()));
      expect(await under.store.read(tenant, idFor('pod'))).toMatchObject({ count: 20 });
    });

    it('scan store: an expired scan is gone, and counts from one when it is seen anew', async () => {
      newTenant();
      await put({ count: 7 });
      const later = noon + 86_400_000;
      under.clock.now = later;
      expect(await under.store.read(tenant, idFor('pod'))).toBeUndefined();
      expect((await idsOf({ limit: 10 })).ids).toEqual([]);
      await put({ lastSeen: later });
      expect(await under.store.read(tenant, idFor('pod'))).toMatchObject({ count: 1, firstSeen: later });
    });

    it('scan store: an absent scan is read as undefined and removed as false', async () => {
      newTenant();
      expect(await under.store.read(tenant, idFor('absent'))).toBeUndefined();
      expect(await under.store.remove(tenant, idFor('absent'))).toBe(false);
    });

    it('scan store: a removed scan is gone from everywhere and starts again when it is seen', async () => {
      newTenant();
      await put({ objects: [sampleObject('Pod/a.default'), sampleObject('Pod/b.default')], count: 5 });
      expect(await under.store.remove(tenant, idFor('pod'))).toBe(true);
      expect(await under.store.read(tenant, idFor('pod'))).toBeUndefined();
      expect((await idsOf({ limit: 10 })).ids).toEqual([]);
      expect((await idsOf({ limit: 10, object: 'Pod/a.default' })).ids).toEqual([]);
      expect((await idsOf({ limit: 10, object: 'Pod/b.default' })).ids).toEqual([]);
      await put();
      expect(await under.store.read(tenant, idFor('pod'))).toMatchObject({ count: 1 });
    });

    it('scan store: pages are newest first, complete and without repeats', async () => {
      newTenant();
      const names = Array.from({ length: 57 }, (_, index) => idFor(`scan ${index}`));
      await Promise.all(names.map((id, index) => put({ id, lastSeen: noon + index * 10 })));
      const seen: string[] = [];
      let after: string | undefined;
      let pages = 0;
      do {
        const page = await idsOf({ limit: 10, ...(after !== undefined && { after }) });
        seen.push(...page.ids);
        after = page.next;
        pages += 1;
      } while (after !== undefined);
      expect(seen).toEqual([...names].reverse());
      expect(pages).toBe(6);
    });

    it('scan store: the last full page says that nothing follows', async () => {
      newTenant();
      await put({ id: idFor('one') });
      await put({ id: idFor('two') });
      expect((await idsOf({ limit: 2 })).next).toBeUndefined();
    });

    it('scan store: scans of the same millisecond are paged without loss', async () => {
      newTenant();
      const names = Array.from({ length: 9 }, (_, index) => idFor(`same ${index}`));
      await Promise.all(names.map((id) => put({ id })));
      const first = await idsOf({ limit: 4 });
      const second = await idsOf({ limit: 4, after: first.next! });
      const third = await idsOf({ limit: 4, after: second.next! });
      expect([...first.ids, ...second.ids, ...third.ids].sort()).toEqual([...names].sort());
    });

    it('scan store: a scan seen again moves to the front', async () => {
      newTenant();
      await put({ id: idFor('old') });
      await put({ id: idFor('new'), lastSeen: noon + 1 });
      await put({ id: idFor('old'), lastSeen: noon + 2 });
      expect((await idsOf({ limit: 10 })).ids).toEqual([idFor('old'), idFor('new')]);
    });

    it('scan store: a scan of several objects is found under each of the first 25', async () => {
      newTenant();
      const objects = Array.from({ length: 30 }, (_, index) => sampleObject(`Pod/p${index}.default`));
      await put({ objects, documents: 30 });
      for (const index of [0, 1, 13, 24]) {
        expect((await idsOf({ limit: 5, object: `Pod/p${index}.default` })).ids).toEqual([idFor('pod')]);
      }
      expect((await idsOf({ limit: 5, object: 'Pod/p25.default' })).ids).toEqual([]);
    });

    it('scan store: an object is listed by its whole name, newest first, over pages', async () => {
      newTenant();
      const both = [sampleObject('Pod/other.default'), sampleObject('Pod/web.default')];
      await put({ id: idFor('a') });
      await put({ id: idFor('b'), lastSeen: noon + 1, objects: both });
      await put({ id: idFor('c'), lastSeen: noon + 2 });
      await put({ id: idFor('d'), lastSeen: noon + 3, objects: [sampleObject('Pod/web.default2')] });
      const first = await idsOf({ limit: 2, object: 'Pod/web.default' });
      expect(first.ids).toEqual([idFor('c'), idFor('b')]);
      const second = await idsOf({ limit: 2, object: 'Pod/web.default', after: first.next! });
      expect(second).toEqual({ ids: [idFor('a')], next: undefined });
    });

    it('scan store: a position that is none is refused', async () => {
      newTenant();
      await expect(idsOf({ limit: 1, after: 'here' })).rejects.toMatchObject({ code: 'bad_cursor' });
    });

    it('scan store: tenants do not see, list or remove each other’s scans', async () => {
      newTenant();
      const owner = tenant;
      await put();
      newTenant();
      expect(await under.store.read(tenant, idFor('pod'))).toBeUndefined();
      expect((await idsOf({ limit: 10 })).ids).toEqual([]);
      expect((await idsOf({ limit: 10, object: 'Pod/web.default' })).ids).toEqual([]);
      expect(await under.store.remove(tenant, idFor('pod'))).toBe(false);
      expect(await under.store.read(owner, idFor('pod'))).toMatchObject({ count: 1 });
    });

    it('scan store: the largest summary fits', async () => {
      newTenant();
      const objects = Array.from({ length: 100 }, (_, index) => sampleObject(`${'Ω'.repeat(150)}${index}`));
      await put({ objects, documents: 1000 });
      expect((await under.store.read(tenant, idFor('pod')))?.objects).toEqual(objects);
    });
  });
}
