import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundClocks, type FirstSeen, mergeClocks, sightings } from '../../../functions/rescans/clocks/clock.ts';
import { enterClocks } from '../../../functions/rescans/clocks/enter-clocks.ts';
import { anyFindings, finding } from '../../image/diff/findings.ts';
import { memoryClockStore } from '../memory-cve-store.ts';

const image = { tenant: 'alice', repository: 'docker.io/library/nginx', scanned: 100 };
const results = fc.array(fc.record({ scanned: fc.integer({ min: 1, max: 9 }), findings: anyFindings }), {
  maxLength: 6,
});

describe('first-seen clocks', () => {
  it('clocks: are the same in whatever order and however often results come, and are the earliest', async () => {
    await fc.assert(
      fc.asyncProperty(results, fc.array(fc.nat(99), { maxLength: 12 }), async (given, again) => {
        const [inTurn, anyhow] = [memoryClockStore(), memoryClockStore()];
        for (const { scanned, findings } of given) await enterClocks(inTurn, { ...image, scanned }, findings);
        const shuffled = [...again.flatMap((at) => given[at % given.length] ?? []), ...given.toReversed()];
        for (const { scanned, findings } of shuffled) await enterClocks(anyhow, { ...image, scanned }, findings);
        const clocksOf = async (store: typeof inTurn) =>
          (await store.read('alice', image.repository)).map(({ shard, clocks }) => ({ shard, clocks }));
        const found = await clocksOf(inTurn);
        expect((await clocksOf(anyhow)).toSorted(byShard)).toEqual(found.toSorted(byShard));
        for (const clock of found.flatMap(({ clocks }) => clocks)) {
          const shown = given.filter(({ findings }) => findings.some((one) => isOf(clock, one)));
          expect(clock.first).toBe(Math.min(...shown.map(({ scanned }) => scanned)));
        }
      }),
    );
  });

  it('clocks: a fix that comes later has its own time, an update that does not help starts no new clock', async () => {
    const store = memoryClockStore();
    await enterClocks(store, image, [finding()]);
    await enterClocks(store, { ...image, scanned: 200 }, [finding({ status: 'fixed', fixed: '2' })]);
    const clocks = await enterClocks(store, { ...image, scanned: 300 }, [finding({ installed: '1.5' })]);
    expect([...clocks.values()]).toEqual([{ cve: 'CVE-1', class: 'os', package: 'openssl', first: 100, fix: 200 }]);
  });

  it('clocks: a result that shows nothing new writes nothing', async () => {
    const store = memoryClockStore();
    const findings = Array.from({ length: 100 }, (_, at) => finding({ id: `CVE-${at}` }));
    await enterClocks(store, image, findings);
    const before = structuredClone(store.shards);
    await enterClocks(store, { ...image, scanned: 200 }, findings.toReversed());
    expect(store.shards).toEqual(before);
    expect(store.shards.size).toBeLessThanOrEqual(8);
  });

  it('clocks: two results at once lose nothing of each other, one that never gets through says so', async () => {
    const store = memoryClockStore();
    await Promise.all(
      ['CVE-1', 'CVE-2', 'CVE-3'].map((id) =>
        enterClocks(store, image, [finding({ id }), finding({ id: 'CVE-9', package: id })]),
      ),
    );
    const found = (await store.read('alice', image.repository)).flatMap(({ clocks }) => clocks);
    expect(found).toHaveLength(6);
    const busy = { ...store, replace: async () => false };
    await expect(enterClocks(busy, image, [finding({ id: 'CVE-4' })])).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });

  it('clocks: where there are too many, those that are shown and the newest stay', () => {
    const clock = (cve: string, first: number): FirstSeen => ({ cve, class: 'os', package: 'a', first });
    const shown = clock('CVE-0', 1);
    const clocks = mergeClocks([], [shown, clock('CVE-1', 2), clock('CVE-2', 3), clock('CVE-3', 4)]);
    expect(boundClocks(clocks, [shown], 3).map(({ cve }) => cve)).toEqual(['CVE-0', 'CVE-2', 'CVE-3']);
    expect(boundClocks(clocks, [shown], 4)).toBe(clocks);
  });
});

const byShard = (one: { shard: number }, other: { shard: number }) => one.shard - other.shard;
const isOf = (clock: FirstSeen, one: ReturnType<typeof finding>): boolean =>
  JSON.stringify({ ...sightings([one], clock.first)[0], fix: 0 }) === JSON.stringify({ ...clock, fix: 0 });
