import type { ScanMetrics } from '../../scans/ports.ts';
import { inParallel } from '../in-parallel.ts';
import type { BatchQueue, RunStore, WatchStore } from '../ports.ts';
import type { FindTouchedDeps, Touched } from '../postings/find-touched.ts';
import type { ShelveDeps } from '../postings/shelve-watched.ts';
import { endPlanning, planBatch, type RunDeps } from '../runs/manage-runs.ts';
import { batchSize, mostBatches, type Run, type RunImage } from '../runs/run.ts';
import type { PatternWatch } from '../watches/in-effect.ts';
import { watchedImage } from './watched-image.ts';

/** What finds the images that a change touches without looking at the others. */
export interface ShelvingDeps extends ShelveDeps, FindTouchedDeps {
  objects: ShelveDeps['objects'] & FindTouchedDeps['objects'];
  images: ShelveDeps['images'] & FindTouchedDeps['images'];
  metrics: ScanMetrics;
}

export interface PlanTouchedDeps extends Pick<RunDeps, 'runSettings' | 'clock'> {
  runs: RunStore;
  watches: Pick<WatchStore, 'read'>;
  queue: BatchQueue;
  shelving: Pick<ShelvingDeps, 'metrics'>;
}

/** The position of a planner that goes by shelves: what stands in batches is passed over. */
export const byShelves = 'shelves';

const readsAtOnce = 8;

/** Plans the images that a change may touch, and counts the others. What another planner has begun is left to it, or gone on with in its way. */
export async function planTouched(
  deps: PlanTouchedDeps,
  begun: Run,
  touched: Touched,
  patterns: readonly PatternWatch[],
): Promise<Run | undefined> {
  const { tenant, id } = begun;
  const planned = await plannedWatches(deps.runs, begun);
  const left = [...touched.watches];
  let run = begun;
  let at = 0;
  while (at < left.length && run.batches < mostBatches) {
    const part = left.slice(at, at + batchSize);
    at += part.length;
    const wanted = part.filter((watch) => !planned.has(watch));
    const images = await imagesOf(deps, tenant, wanted, patterns);
    if (images.length === 0) continue;
    const next = await planBatch(deps, run, images, byShelves);
    if (next === undefined) return undefined;
    await deps.queue.ring({ tenant, run: id, number: run.batches });
    run = next.run;
    if (run.position !== byShelves) return run;
    for (const { watch = '' } of next.batch.images) planned.add(watch);
    // Of a planner that died another batch may stand under this number.
    left.push(...images.flatMap(({ watch = '' }) => (planned.has(watch) ? [] : [watch])));
  }
  const { untouched } = touched;
  const ended = await endPlanning(deps, run, untouched);
  if (ended !== undefined && untouched > 0) deps.shelving.metrics.count('RematchesAvoided', untouched);
  return ended;
}

async function plannedWatches(runs: RunStore, { tenant, id, batches }: Run): Promise<Set<string>> {
  const planned = new Set<string>();
  for (let number = 0; number < batches; number += 1) {
    const batch = await runs.readBatch(tenant, id, number);
    for (const { watch = '' } of batch?.images ?? []) planned.add(watch);
  }
  return planned;
}

/** Those of these watches that are watched now, of what they are of now, in order. */
async function imagesOf(
  { watches, clock }: PlanTouchedDeps,
  tenant: string,
  ids: readonly string[],
  patterns: readonly PatternWatch[],
): Promise<RunImage[]> {
  const found = new Map<string, RunImage>();
  await inParallel(ids, readsAtOnce, async (id) => {
    const watch = await watches.read(tenant, id);
    const image = watch && watchedImage(watch, patterns, clock());
    if (image !== undefined) found.set(id, image);
  });
  return ids.flatMap((id) => found.get(id) ?? []);
}
