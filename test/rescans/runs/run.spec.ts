import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countBatch,
  endPlanning,
  listRuns,
  planBatch,
  readRun,
  startRun,
} from '../../../functions/rescans/runs/manage-runs.ts';
import { defaultRunSettings, mostBatches, type RunTrigger } from '../../../functions/rescans/runs/run.ts';
import { counted, lookedAt, told, uncounted, withBatch } from '../../../functions/rescans/runs/run-state.ts';
import { alice, digestFor, noon } from '../../scans/image/image-world.ts';
import { memoryRunStore } from '../memory-run-store.ts';

const image = (name: string) => ({ digest: digestFor(name), platform: 'linux/amd64' });
const trigger: RunTrigger = { kind: 'database', generation: 'g2' };
const wish = { trigger, target: { kind: 'all' as const }, database: 'g2' };
const tally = { done: 2, changed: 1, failed: 0, untouched: 0 };

function runRoom() {
  const clock = () => noon;
  const runs = memoryRunStore(clock);
  return { runs, runSettings: defaultRunSettings, deploymentKey: Buffer.from('key'), clock };
}

async function running(deps: ReturnType<typeof runRoom>, batches: number) {
  let { run } = await startRun(deps, 'alice', wish);
  for (let at = 0; at < batches; at += 1) run = (await planBatch(deps, run, [image('a'), image('b')], `p${at}`))!.run;
  return (await endPlanning(deps, run))!;
}

describe('run', () => {
  it('run: a trigger that fires twice begins one run, each request its own (F21)', async () => {
    const deps = runRoom();
    const [one, two] = await Promise.all([startRun(deps, 'alice', wish), startRun(deps, 'alice', wish)]);
    expect([one.isNew, two.isNew].toSorted()).toEqual([false, true]);
    expect(two.run).toEqual(one.run);
    const others = [
      await startRun(deps, 'bob', wish),
      await startRun(deps, 'alice', { ...wish, target: { kind: 'cve', cve: 'CVE-1' } }),
      await startRun(deps, 'alice', { ...wish, trigger: { kind: 'schedule', name: 'daily', period: 1 } }),
      await startRun(deps, 'alice', { ...wish, trigger: { kind: 'schedule', name: 'daily', period: 2 } }),
      await startRun(deps, 'alice', { ...wish, trigger: { kind: 'request', subject: 'k' }, request: 'r1' }),
      await startRun(deps, 'alice', { ...wish, trigger: { kind: 'request', subject: 'k' }, request: 'r2' }),
    ];
    expect(others.every(({ isNew }) => isNew)).toBe(true);
  });

  it('run: is planned batch by batch, by one planner; a second one goes on with what stands', async () => {
    const deps = runRoom();
    const { run } = await startRun(deps, 'alice', wish);
    const { run: first } = (await planBatch(deps, run, [image('a')], 'after a'))!;
    expect(first).toMatchObject({ status: 'planned', total: 1, batches: 1, position: 'after a' });
    // A planner that died after its batch was stored: its successor saw other images meanwhile.
    const stands = { images: [image('b'), image('c')], next: 'after c' };
    await deps.runs.addBatch({ tenant: 'alice', run: run.id, number: 1, expires: 1, ...stands });
    const { run: second } = (await planBatch(deps, first, [image('d')], 'after d'))!;
    expect(second).toMatchObject({ total: 3, batches: 2, position: 'after c' });
    expect(await planBatch(deps, first, [image('e')], 'x')).toBeUndefined();
    const ended = await endPlanning(deps, second);
    expect(ended).toMatchObject({ status: 'running', total: 3 });
    expect(ended).not.toHaveProperty('position');
    expect(await endPlanning(deps, second)).toBeUndefined();
    expect(await endPlanning(deps, ended!)).toBeUndefined();
    const other = (await startRun(deps, 'bob', wish)).run;
    expect(await planBatch(deps, other, [image('a')], undefined)).toMatchObject({
      run: { status: 'running', total: 1 },
    });
  });

  it('run: counts each batch once, in whatever order and however often they come, and is done after the last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(19), { maxLength: 60 }),
        async (size, order) => {
          const deps = runRoom();
          const { id, tenant } = await running(deps, size);
          const ends = order.map((at) => countBatch(deps, { tenant, run: id, number: at % size }, tally));
          await Promise.all(ends.slice(0, 5));
          await Promise.all(ends);
          const seen = new Set(order.map((at) => at % size));
          const run = await readRun(deps, alice, id);
          expect(run).toMatchObject({ done: 2 * seen.size, changed: seen.size, total: 2 * size });
          expect(run.status).toBe(seen.size === size ? 'done' : 'running');
          expect(uncounted(run)).toEqual(Array.from({ length: size }, (_, at) => at).filter((at) => !seen.has(at)));
          // Also when it is done: what changed is to be told.
          expect(run.due).toBeDefined();
          expect(told(run).due === undefined).toBe(run.status === 'done');
        },
      ),
    );
  });

  it('run: counts batches while it is still planned; one without images is done at once', async () => {
    const deps = runRoom();
    const { run } = await startRun(deps, 'alice', wish);
    const { run: next } = (await planBatch(deps, run, [image('a'), image('b')], 'p'))!;
    await countBatch(
      deps,
      { tenant: 'alice', run: run.id, number: 0 },
      { done: 2, changed: 0, failed: 1, untouched: 0 },
    );
    const known = await readRun(deps, alice, run.id);
    expect(known).toMatchObject({ status: 'planned', done: 2, failed: 1 });
    expect(await endPlanning(deps, next)).toMatchObject({ status: 'done', finished: noon });
    expect(await endPlanning(deps, known)).toBeUndefined();
    expect((await running(runRoom(), 0)).status).toBe('done');
  });

  it('run: batches that it does not have, and runs that are gone, count for nothing', async () => {
    const deps = runRoom();
    const run = await running(deps, 1);
    expect(counted(run, 1, tally, noon, defaultRunSettings)).toBe(run);
    expect(counted(run, -1, tally, noon, defaultRunSettings)).toBe(run);
    expect(await countBatch(deps, { tenant: 'bob', run: run.id, number: 0 }, tally)).toBeUndefined();
    const full = { ...run, status: 'planned' as const, batches: mostBatches };
    const one = { number: mostBatches, images: [] };
    expect(withBatch(full, one, noon, defaultRunSettings)).toBe(full);
    const busy = { ...deps, runs: { ...deps.runs, replace: async () => false } };
    await expect(countBatch(busy, { tenant: 'alice', run: run.id, number: 0 }, tally)).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
    expect(lookedAt(run, noon + 5, defaultRunSettings).due).toBe(noon + 5 + defaultRunSettings.lookAgainMs);
  });

  it('run: is read and listed by its tenant', async () => {
    const deps = runRoom();
    const run = await running(deps, 1);
    expect((await listRuns(deps, alice, {})).runs).toEqual([run]);
    const bob = { ...alice, tenant: 'bob' };
    expect((await listRuns(deps, bob, {})).runs).toEqual([]);
    await expect(readRun(deps, bob, run.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readRun(deps, alice, 'x')).rejects.toMatchObject({ code: 'not_found' });
    await expect(readRun(deps, { ...alice, scopes: [] }, run.id)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
