import type { ScanLog } from '../../scans/ports.ts';
import type { BatchQueue, RunStore, WatchStore } from '../ports.ts';
import { type ShelveDeps, type Shelver, shelveWatched } from '../postings/shelve-watched.ts';
import { endPlanning, planBatch, type RunDeps } from '../runs/manage-runs.ts';
import { isAfresh, mostBatches, type Run } from '../runs/run.ts';
import type { PatternWatch } from '../watches/in-effect.ts';
import { type FindImagesDeps, findImages } from './find-images.ts';
import { byShelves } from './plan-touched.ts';

export interface PlanAllDeps extends Pick<RunDeps, 'runSettings' | 'clock'>, FindImagesDeps {
  runs: RunStore;
  watches: FindImagesDeps['watches'] & Pick<WatchStore, 'read' | 'newSince' | 'patterns'>;
  queue: BatchQueue;
  shelving?: ShelveDeps;
  log: ScanLog;
}

/** Goes on through all images that a run is about, and puts them on shelves where it began with the first. What another planner has begun is left to it, or gone on with in its way. */
export async function planAll(
  deps: PlanAllDeps,
  begun: Run,
  patterns: readonly PatternWatch[],
): Promise<Run | undefined> {
  let run = begun;
  let shelver = begin(deps, begun, patterns);
  while (run.status === 'planned' && run.position !== byShelves) {
    const { images, next } = await findImages(deps, run, patterns);
    if (images.length > 0 && run.batches < mostBatches) {
      const planned = await planBatch(deps, run, images, next);
      if (planned === undefined) return undefined;
      await deps.queue.ring({ tenant: run.tenant, run: run.id, number: run.batches });
      // Of a planner that died another batch may stand under this number.
      if (planned.batch.next === next) await shelver?.add(images);
      else shelver = undefined;
      run = planned.run;
    } else {
      if (images.length > 0) {
        deps.log.warn('run holds no more images', { run: run.id, images: run.total });
        shelver = undefined;
      }
      const { position: _, ...rest } = run;
      run = images.length === 0 && next !== undefined ? { ...rest, position: next } : rest;
    }
    if (run.position !== undefined) continue;
    await shelver?.finish();
    const ended = run.status === 'planned' ? await endPlanning(deps, run) : run;
    if (ended === undefined) return undefined;
    run = ended;
  }
  return run;
}

/** Whoever asks for a run, or has all images scanned, waits for it: the others come every day. */
function begin({ shelving }: PlanAllDeps, run: Run, patterns: readonly PatternWatch[]): Shelver | undefined {
  const isOfAll = run.target.kind === 'all' && run.trigger.kind !== 'request' && !isAfresh(run);
  return isOfAll && run.position === undefined ? shelving && shelveWatched(shelving, run, patterns) : undefined;
}
