import { parseRepositoryPattern } from '../../image/repository-pattern.ts';
import type { ScanLog } from '../../scans/ports.ts';
import type { CveStore, WatchStore } from '../ports.ts';
import { endPlanning, planBatch, type RunDeps } from '../runs/manage-runs.ts';
import { batchSize, mostBatches, type Run, type RunImage } from '../runs/run.ts';
import { inEffect, type PatternWatch, patternWatch } from '../watches/in-effect.ts';
import { type Watch, watchState } from '../watches/watch.ts';
import { type EndRunDeps, endRun } from './end-run.ts';

export interface PlanDeps extends Pick<RunDeps, 'runSettings' | 'clock'>, EndRunDeps {
  watches: Pick<WatchStore, 'list' | 'patterns'>;
  cves: Pick<CveStore, 'listAffected'>;
  log: ScanLog;
}

interface Found {
  images: RunImage[];
  next?: string;
}

/** Looks for the images of a run from where its planner stopped, in batches, and rings for each. What another planner has begun is left to it. */
export async function planRun(deps: PlanDeps, begun: Run): Promise<void> {
  const patterns = (await deps.watches.patterns(begun.tenant)).map(patternWatch);
  let run: Run | undefined = begun;
  while (run !== undefined && run.status === 'planned') {
    const { images, next }: Found = await find(deps, run, patterns);
    if (images.length > 0 && run.batches < mostBatches) {
      const number = run.batches;
      run = await planBatch(deps, run, images, next);
      if (run !== undefined) await deps.queue.ring({ tenant: run.tenant, run: run.id, number });
    } else {
      if (images.length > 0) deps.log.warn('run holds no more images', { run: run.id, images: run.total });
      const { position: _, ...rest } = run;
      run = images.length === 0 && next !== undefined ? { ...rest, position: next } : rest;
    }
    if (run?.status === 'planned' && run.position === undefined) run = await endPlanning(deps, run);
  }
  // All was counted before it was planned: no worker comes after. Who can tell nobody leaves it to the sweeper.
  if (run?.status === 'done' && deps.announce !== undefined) await endRun(deps, run);
}

function find(deps: PlanDeps, run: Run, patterns: readonly PatternWatch[]): Promise<Found> {
  return run.target.kind === 'cve' ? findAffected(deps, run, run.target.cve) : findWatched(deps, run, patterns);
}

async function findAffected(deps: PlanDeps, run: Run, cve: string): Promise<Found> {
  const { tenant, position } = run;
  const after = position === undefined ? {} : { after: position };
  const { images, next } = await deps.cves.listAffected({ tenant, cve, limit: batchSize, ...after });
  const found = images.map(({ digest, platform, repository }) => ({ digest, platform, repository }));
  return next === undefined ? { images: found } : { images: found, next };
}

async function findWatched(deps: PlanDeps, run: Run, patterns: readonly PatternWatch[]): Promise<Found> {
  const { tenant, position, target } = run;
  const after = position === undefined ? {} : { after: position };
  const { watches, next } = await deps.watches.list({ tenant, limit: batchSize, ...after });
  const fits = target.kind === 'repository' ? parseRepositoryPattern(target.pattern) : () => true;
  const now = deps.clock();
  const images = watches.flatMap((watch) => {
    const { digest, platform, repository, id } = watch;
    const isWanted = isWatched(watch, patterns, now) && fits(repository ?? '');
    if (digest === undefined || platform === undefined || !isWanted) return [];
    return [{ digest, platform, ...(repository !== undefined && { repository }), watch: id }];
  });
  return next === undefined ? { images } : { images, next };
}

const isWatched = (watch: Watch, patterns: readonly PatternWatch[], now: number): boolean =>
  watch.kind !== 'repository' && watchState({ ...watch, mode: inEffect(watch, patterns).mode }, now) === 'watched';
