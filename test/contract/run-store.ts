import { beforeAll, describe, expect, it } from 'vitest';
import type { RunStore } from '../../functions/rescans/ports.ts';
import {
  batchSize,
  defaultRunSettings,
  mostBatches,
  type Run,
  type RunBatch,
} from '../../functions/rescans/runs/run.ts';
import { newRun } from '../../functions/rescans/runs/run-state.ts';
import { digestFor } from './sample-image-scan.ts';
import { idFor, noon } from './sample-scan.ts';

const sample = (tenant: string, name: string, at = noon): Run =>
  newRun(
    {
      ...{ tenant, id: `r${idFor(`${tenant} ${name}`)}`, target: { kind: 'all' }, database: 'g2' },
      trigger: { kind: 'database', generation: 'g2' },
    },
    at,
    defaultRunSettings,
  );

/** What every RunStore does. */
export function runStoreContract(
  name: string,
  setUp: () => Promise<{ store: RunStore; clock: { now: number } }>,
): void {
  describe(name, () => {
    let store: RunStore;
    let clock: { now: number };
    let tenants = 0;
    const newTenant = (): string => {
      tenants += 1;
      clock.now = noon;
      return `run-${tenants}`;
    };
    beforeAll(async () => {
      ({ store, clock } = await setUp());
    });

    it('run store: a run is made once and written over what was read; the largest one fits', async () => {
      const run = sample(newTenant(), 'a');
      expect(await store.create(run)).toBe(true);
      expect(await store.create(run)).toBe(false);
      const counted = Buffer.alloc(mostBatches / 8, 255).toString('base64');
      const next = { ...run, fence: 2, batches: mostBatches, counted };
      expect(await store.replace(next, 1)).toBe(true);
      expect(await store.replace({ ...next, fence: 9 }, 1)).toBe(false);
      expect(await store.read(run.tenant, run.id)).toEqual(next);
      expect(await store.read('other', run.id)).toBeUndefined();
      clock.now = run.expires * 1000;
      expect(await store.read(run.tenant, run.id)).toBeUndefined();
    });

    it('run store: lists runs newest first, in pages', async () => {
      const tenant = newTenant();
      const runs = Array.from({ length: 9 }, (_, at) => sample(tenant, `run ${at}`, noon + at));
      for (const run of [...runs, sample('other', 'x')]) await store.create(run);
      const first = await store.list({ tenant, limit: 5 });
      const second = await store.list({ tenant, limit: 5, after: first.next! });
      expect([...first.runs, ...second.runs]).toEqual(runs.toReversed());
    });

    it('run store: the first batch of a number stands; a full one fits', async () => {
      const run = sample(newTenant(), 'a');
      const images = Array.from({ length: batchSize }, (_, at) => ({
        ...{ digest: digestFor(`image ${Math.sin(at)}`), platform: 'linux/amd64', watch: `w${idFor(String(at))}` },
        repository: `registry.example.org/team/of-some-length/application-${at}`,
      }));
      const batch: RunBatch = { tenant: run.tenant, run: run.id, number: 3, images, expires: run.expires };
      expect(await store.addBatch(batch)).toEqual(batch);
      expect(await store.addBatch({ ...batch, images: [] })).toEqual(batch);
      expect(await store.readBatch(run.tenant, run.id, 3)).toEqual(batch);
      expect(await store.readBatch(run.tenant, run.id, 4)).toBeUndefined();
      expect(await store.readBatch('other', run.id, 3)).toBeUndefined();
    });

    it('run store: gives unfinished runs of which nothing was heard', async () => {
      const tenant = newTenant();
      const [early, late] = [sample(tenant, 'early', 1_000), sample(tenant, 'late', 2_000)];
      for (const run of [early, late]) await store.create(run);
      const { lookAgainMs } = defaultRunSettings;
      expect(await store.due(1_500 + lookAgainMs, 10)).toEqual([{ tenant, id: early.id }]);
      const { due: _, ...done } = early;
      await store.replace({ ...done, fence: 2, status: 'done' }, 1);
      expect(await store.due(3_000 + lookAgainMs, 10)).toEqual([{ tenant, id: late.id }]);
    });
  });
}
