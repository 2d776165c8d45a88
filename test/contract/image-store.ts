import { beforeAll, describe, expect, it } from 'vitest';
import { diffContents } from '../../functions/image/diff/diff.ts';
import { summarizeDiff } from '../../functions/image/diff/summarize-diff.ts';
import { type ImageRecord, type ResultChange, resultOf } from '../../functions/scans/image/image-record.ts';
import type { IdempotencyStore, ImageStore } from '../../functions/scans/image/ports.ts';
import { digestFor, imageScanIdFor, sampleImage } from './sample-image-scan.ts';
import { noon } from './sample-scan.ts';

export interface ImageStoresUnderTest {
  images: ImageStore;
  idempotency: IdempotencyStore;
  clock: { now: number };
}

const nothing = { findings: [], packages: new Set<string>() };
const changeSince = (scanned: number): ResultChange => ({
  previous: { scan: imageScanIdFor('before'), scanned, database: 'g1' },
  summary: summarizeDiff(diffContents(nothing, nothing, true)),
});

/** What every ImageStore and IdempotencyStore does. */
export function imageStoreContract(name: string, setUp: () => Promise<ImageStoresUnderTest>): void {
  describe(name, () => {
    let under: ImageStoresUnderTest;
    let cases = 0;
    const newTenant = (): string => {
      cases += 1;
      under.clock.now = noon;
      return `image-${cases}`;
    };

    beforeAll(async () => {
      under = await setUp();
    });

    it('image store: what was noted of a result is seen while that is the newest of an image that is there', async () => {
      const tenant = newTenant();
      const digest = digestFor('nginx');
      const image = sampleImage({ tenant, id: imageScanIdFor('a') }, noon);
      const checked = { ...image, checked: { at: noon + 9, database: 'g2', run: 'r1' } };
      await under.images.noteChecked([checked]);
      expect(await under.images.read(tenant, digest)).toEqual([]);
      await under.images.record(image);
      await under.images.noteChecked([checked]);
      expect(await under.images.read(tenant, digest)).toEqual([checked]);
      const newer = sampleImage({ tenant, id: imageScanIdFor('b') }, noon + 5);
      await under.images.record(newer);
      await under.images.noteChecked([checked]);
      expect(await under.images.read(tenant, digest)).toEqual([newer]);
    });

    it('image store: many images are read at once, each with its note, as often as they are named', async () => {
      const tenant = newTenant();
      const names = Array.from({ length: 60 }, (_, at) => `many-${at}`);
      const images = names.map((name) => sampleImage({ tenant, digest: digestFor(name), id: imageScanIdFor(name) }));
      for (const image of images) await under.images.record(image);
      const [first, ...others] = images.map((image, at) => ({
        ...image,
        checked: { at: noon + at, database: 'g2', run: 'r1', untouched: true as const },
      }));
      await under.images.noteChecked([...others, ...others]);
      const missing = { digest: digestFor('missing'), platform: 'linux/amd64' };
      const other = { ...images[1]!, platform: 'linux/arm64' };
      const found = await under.images.readEach(tenant, [...images, ...images, missing, other]);
      const byDigest = (image: ImageRecord): string => image.digest;
      const inOrder = (all: ImageRecord[]) => all.toSorted((a, b) => (byDigest(a) < byDigest(b) ? -1 : 1));
      expect(inOrder(found)).toEqual(inOrder([images[0]!, ...others]));
      expect(await under.images.read(tenant, images[1]!.digest)).toEqual([others[0]]);
      const page = await under.images.list({ tenant, limit: 60 });
      expect(inOrder(page.images)).toEqual(inOrder([images[0]!, ...others]));
      await under.images.remove(tenant, first!.digest);
      expect(await under.images.readEach(tenant, [first!])).toEqual([]);
    });

    it('image store: keeps the newest result of each platform, whatever order they come in', async () => {
      const tenant = newTenant();
      const digest = digestFor('nginx');
      const newer = sampleImage({ tenant, id: imageScanIdFor('b') }, noon + 5);
      await under.images.record(newer);
      await under.images.record(sampleImage({ tenant, id: imageScanIdFor('a') }, noon));
      expect(await under.images.read(tenant, digest)).toEqual([newer]);
      await under.images.record(sampleImage({ tenant, platform: 'linux/arm64' }));
      expect(await under.images.read(tenant, digest)).toHaveLength(2);
      expect(await under.images.read('other', digest)).toEqual([]);
    });

    it('image store: history is newest first, in pages, an entry made twice is there once', async () => {
      const tenant = newTenant();
      const results = [0, 1, 2, 3, 4].map((at) =>
        resultOf(sampleImage({ tenant, id: imageScanIdFor(`h${at}`) }, noon + at)),
      );
      for (const result of [...results, ...results]) await under.images.addResult(result);
      await under.images.record(sampleImage({ tenant }, noon + 9));
      const query = { tenant, digest: digestFor('nginx'), limit: 2 };
      const first = await under.images.history(query);
      const second = await under.images.history({ ...query, after: first.next! });
      const third = await under.images.history({ ...query, after: second.next! });
      expect([first, second, third].flatMap((page) => page.results)).toEqual(results.toReversed());
      expect(third.next).toBeUndefined();
    });

    it('image store: a result has the results of its platform around it', async () => {
      const tenant = newTenant();
      const [first, second, third] = [1, 2, 3].map((at) =>
        resultOf(sampleImage({ tenant, id: imageScanIdFor(`n${at}`) }, noon + at)),
      );
      const other = resultOf(sampleImage({ tenant, platform: 'linux/arm64' }, noon + 2));
      for (const result of [first!, third!, other]) await under.images.addResult(result);
      expect(await under.images.neighbours(second!)).toEqual({ before: first, after: third });
      expect(await under.images.neighbours(first!)).toEqual({ after: third });
      expect(await under.images.neighbours(other)).toEqual({});
      const query = { tenant, digest: first!.digest, platform: 'linux/amd64', limit: 1 };
      const page = await under.images.history(query);
      expect(page.results).toEqual([third]);
      expect((await under.images.history({ ...query, after: page.next! })).results).toEqual([first]);
    });

    it('image store: what changed is kept against the latest result before, in any order, and only for what is there', async () => {
      const tenant = newTenant();
      const result = resultOf(sampleImage({ tenant }, noon + 9));
      const linked = (scanned: number) => ({ ...result, change: changeSince(scanned) });
      await under.images.linkResult(linked(noon));
      expect(await under.images.history({ tenant, digest: result.digest, limit: 1 })).toEqual({ results: [] });
      await under.images.addResult(result);
      for (const at of [1, 3, 2]) await under.images.linkResult(linked(noon + at));
      await under.images.addResult(result);
      const { results } = await under.images.history({ tenant, digest: result.digest, limit: 5 });
      expect(results).toEqual([linked(noon + 3)]);
    });

    it('image store: lists images newest scan first, in pages', async () => {
      const tenant = newTenant();
      const digests = Array.from({ length: 12 }, (_, index) => digestFor(`image ${index + 10}`));
      for (const [index, digest] of digests.entries())
        await under.images.record(sampleImage({ tenant, digest }, noon + index));
      const first = await under.images.list({ tenant, limit: 7 });
      const second = await under.images.list({ tenant, limit: 7, after: first.next! });
      expect([...first.images, ...second.images].map(({ digest }) => digest)).toEqual(digests.toReversed());
      expect(second.next).toBeUndefined();
    });

    it('image store: an image is removed with its history, and only it', async () => {
      const tenant = newTenant();
      for (const name of ['nginx', 'redis']) {
        const image = sampleImage({ tenant, digest: digestFor(name) });
        await under.images.addResult(resultOf(image));
        await under.images.record(image);
      }
      await under.images.remove(tenant, digestFor('nginx'));
      await under.images.remove(tenant, digestFor('nginx'));
      expect(await under.images.read(tenant, digestFor('nginx'))).toEqual([]);
      expect((await under.images.history({ tenant, digest: digestFor('nginx'), limit: 5 })).results).toEqual([]);
      expect((await under.images.history({ tenant, digest: digestFor('redis'), limit: 5 })).results).toHaveLength(1);
    });

    it('idempotency store: the first claim stands, settled, released and expired ones as told', async () => {
      const tenant = newTenant();
      const claim = { tenant, key: 'k', request: 'r', claimed: noon, expires: noon / 1000 + 60 };
      const other = { ...claim, request: 'other', claimed: noon + 1 };
      expect(await under.idempotency.claim(claim)).toEqual(claim);
      expect(await under.idempotency.claim(other)).toEqual(claim);
      await under.idempotency.settle(claim, 'scan');
      expect(await under.idempotency.claim(other)).toEqual({ ...claim, scan: 'scan' });
      await under.idempotency.release(claim);
      expect(await under.idempotency.claim(other)).toEqual(other);
      under.clock.now = noon + 60_000;
      expect(await under.idempotency.claim(claim)).toEqual(claim);
    });
  });
}
