import { beforeAll, describe, expect, it } from 'vitest';
import type { RelianceStore, ResultReliance } from '../../functions/rescans/ports.ts';
import { digestFor } from './sample-image-scan.ts';
import { noon } from './sample-scan.ts';

const relianceOf = (tenant: string, name: string, parts: Partial<ResultReliance> = {}): ResultReliance => ({
  ...{ tenant, digest: digestFor(name), platform: 'linux/amd64', scan: name, scanned: noon, matched: noon },
  reliance: { version: 1, places: ['debian'], marks: 'abcdef' },
  expires: noon / 1000 + 60,
  ...parts,
});

/** What every RelianceStore does. */
export function relianceStoreContract(
  name: string,
  setUp: () => Promise<{ store: RelianceStore; clock: { now: number } }>,
): void {
  describe(name, () => {
    let under: { store: RelianceStore; clock: { now: number } };
    beforeAll(async () => {
      under = await setUp();
      under.clock.now = noon;
    });

    it('reliance store: gives those of the images that are named, the last of each, until they expire', async () => {
      const { store, clock } = under;
      const names = Array.from({ length: 120 }, (_, at) => `image-${at}`);
      const all = names.map((image) => relianceOf('a', image));
      for (const one of [...all, relianceOf('b', 'image-0'), relianceOf('a', 'image-0', { platform: 'linux/arm64' })]) {
        await store.put(one);
      }
      const newer = relianceOf('a', 'image-1', { scanned: noon + 1, expires: noon / 1000 + 120 });
      await store.put(newer);
      const found = await store.read('a', [...all, all[0]!, relianceOf('a', 'nobody')]);
      const sorted = (rows: readonly ResultReliance[]) => rows.map((row) => JSON.stringify(row)).toSorted();
      expect(sorted(found)).toEqual(sorted([all[0]!, newer, ...all.slice(2)]));
      clock.now = noon + 60_000;
      expect(await store.read('a', all)).toEqual([newer]);
      clock.now = noon;
    });
  });
}
