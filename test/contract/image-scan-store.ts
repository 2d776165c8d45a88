import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageScan } from '../../functions/scans/image/image-scan.ts';
import { renewed } from '../../functions/scans/image/job.ts';
import { defaultImageScanLimits as limits } from '../../functions/scans/image/limits.ts';
import type { ImageScanStore } from '../../functions/scans/image/ports.ts';
import { doneImageScan, imageScanIdFor, sampleImageScan } from './sample-image-scan.ts';
import { noon } from './sample-scan.ts';

export interface ImageScanStoreUnderTest {
  store: ImageScanStore;
  clock: { now: number };
}

/** What every ImageScanStore does. */
export function imageScanStoreContract(name: string, setUp: () => Promise<ImageScanStoreUnderTest>): void {
  describe(name, () => {
    let under: ImageScanStoreUnderTest;
    let cases = 0;
    const newTenant = (): string => {
      cases += 1;
      under.clock.now = noon;
      return `case-${cases}`;
    };
    const next = (scan: ImageScan): ImageScan => ({ ...scan, fence: scan.fence + 1 });

    beforeAll(async () => {
      under = await setUp();
    });

    it('image scan store: a scan is read back as it was, done ones as well', async () => {
      const tenant = newTenant();
      const scan = sampleImageScan({ tenant });
      const done = doneImageScan({ tenant, id: imageScanIdFor('done') });
      for (const one of [scan, done]) {
        expect(await under.store.create(one)).toBe(true);
        expect(await under.store.read(tenant, one.id)).toEqual(one);
      }
    });

    it('image scan store: of many that create the same scan one does', async () => {
      const tenant = newTenant();
      const tries = Array.from({ length: 20 }, (_, index) =>
        under.store.create(sampleImageScan({ tenant, attempts: index })),
      );
      const won = await Promise.all(tries);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await under.store.read(tenant, imageScanIdFor('scan'))).toMatchObject({ attempts: won.indexOf(true) });
    });

    it('image scan store: a write that expects an older fencing number changes nothing', async () => {
      const tenant = newTenant();
      const scan = sampleImageScan({ tenant });
      await under.store.create(scan);
      const taken = { ...next(scan), status: 'running' as const, holder: 'one' };
      expect(await under.store.replace(taken, scan.fence)).toBe(true);
      expect(await under.store.replace({ ...taken, holder: 'two' }, scan.fence)).toBe(false);
      expect(await under.store.read(tenant, scan.id)).toEqual(taken);
    });

    it('image scan store: of many that expect the same fencing number one writes', async () => {
      const tenant = newTenant();
      const scan = sampleImageScan({ tenant });
      await under.store.create(scan);
      const tries = Array.from({ length: 20 }, (_, index) =>
        under.store.replace({ ...next(scan), holder: `h${index}` }, 1),
      );
      const won = await Promise.all(tries);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await under.store.read(tenant, scan.id)).toMatchObject({ holder: `h${won.indexOf(true)}` });
    });

    it('image scan store: a scan that was removed is not written again', async () => {
      const tenant = newTenant();
      const scan = sampleImageScan({ tenant });
      await under.store.create(scan);
      expect(await under.store.remove(tenant, scan.id)).toEqual(scan);
      expect(await under.store.remove(tenant, scan.id)).toBeUndefined();
      expect(await under.store.replace(next(scan), scan.fence)).toBe(false);
      expect(await under.store.read(tenant, scan.id)).toBeUndefined();
    });

    it('image scan store: an expired scan is gone for readers and can be created anew', async () => {
      const tenant = newTenant();
      const scan = sampleImageScan({ tenant });
      await under.store.create(scan);
      under.clock.now = scan.expires * 1000;
      expect(await under.store.read(tenant, scan.id)).toBeUndefined();
      expect((await under.store.list({ tenant, limit: 5 })).scans).toEqual([]);
      const anew = { ...scan, expires: scan.expires + 86_400 };
      expect(await under.store.create(anew)).toBe(true);
      expect(await under.store.read(tenant, scan.id)).toEqual(anew);
    });

    it('image scan store: lists newest first, in pages, by repository and by image', async () => {
      const tenant = newTenant();
      const names = Array.from({ length: 25 }, (_, index) => `scan-${String(index).padStart(2, '0')}`);
      await Promise.all(
        names.map((name, index) =>
          under.store.create(
            sampleImageScan({
              tenant,
              id: imageScanIdFor(name),
              submitted: noon + index,
              ...(index % 5 === 0 && {
                repository: 'docker.io/library/redis',
                image: `docker.io/library/redis:${index % 2}`,
              }),
            }),
          ),
        ),
      );
      const all = async (filter: { repository?: string; image?: string }, limit: number): Promise<string[]> => {
        const ids: string[] = [];
        for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
          const page = await under.store.list({ tenant, limit, ...filter, ...(after !== undefined && { after }) });
          expect(page.scans.length).toBeLessThanOrEqual(limit);
          ids.push(...page.scans.map(({ id }) => id));
          after = page.next;
        }
        return ids;
      };
      const newest = names.toReversed().map(imageScanIdFor);
      expect(await all({}, 7)).toEqual(newest);
      const redis = newest.filter((_, index) => (24 - index) % 5 === 0);
      expect(await all({ repository: 'docker.io/library/redis' }, 2)).toEqual(redis);
      const even = { repository: 'docker.io/library/redis', image: 'docker.io/library/redis:0' };
      expect(await all(even, 1)).toEqual(redis.filter((_, index) => index % 2 === 0));
      expect(await all({ repository: 'docker.io/library/none' }, 5)).toEqual([]);
    });

    it('image scan store: due are scans of all tenants whose time has come, the most overdue first', async () => {
      const one = newTenant();
      const other = newTenant();
      const early = noon - 1_000_000_000 + cases;
      const make = (tenant: string, name: string, due: number | undefined) => {
        const { due: _, ...scan } = sampleImageScan({ tenant, id: imageScanIdFor(name) });
        return under.store.create(due === undefined ? scan : { ...scan, due });
      };
      await Promise.all([
        make(one, 'b', early + 1),
        make(other, 'a', early),
        make(one, 'c', early + 2),
        make(one, 'n', undefined),
      ]);
      const names = async (now: number, limit = 10) =>
        (await under.store.due(now, limit)).map(({ tenant, id }) => `${tenant} ${Buffer.from(id.slice(-2), 'hex')}`);
      expect(await names(early + 1)).toEqual([`${other} a`, `${one} b`]);
      expect(await names(early + 2, 2)).toEqual([`${other} a`, `${one} b`]);
      expect(await names(early - 1)).toEqual([]);
      const b = (await under.store.read(one, imageScanIdFor('b')))!;
      const { due: _, ...finished } = renewed(b, { phase: 'pulling' }, noon, limits);
      await under.store.replace(finished, b.fence);
      expect(await names(early + 1)).toEqual([`${other} a`]);
    });

    it("image scan store: one tenant's scans are nobody else's (I5)", async () => {
      const [one, other] = [newTenant(), newTenant()];
      const scan = sampleImageScan({ tenant: one });
      await under.store.create(scan);
      expect(await under.store.read(other, scan.id)).toBeUndefined();
      expect(await under.store.remove(other, scan.id)).toBeUndefined();
      expect((await under.store.list({ tenant: other, limit: 5 })).scans).toEqual([]);
      expect((await under.store.list({ tenant: other, limit: 5, repository: scan.repository })).scans).toEqual([]);
    });
  });
}
