import { findTouched, type Touched } from '../postings/find-touched.ts';
import type { Run } from '../runs/run.ts';
import { type PatternWatch, patternWatch } from '../watches/in-effect.ts';
import { type EndRunDeps, endRun } from './end-run.ts';
import { type PlanAllDeps, planAll } from './plan-all.ts';
import { byShelves, planTouched, type ShelvingDeps } from './plan-touched.ts';

export interface PlanDeps extends PlanAllDeps, EndRunDeps {
  /** absent where every run goes through all that is watched */
  shelving?: ShelvingDeps;
}

/**
 * Looks for the images of a run from where its planner stopped, in batches, and rings for each: by shelves where that is enough, else through
 * all that is watched. What another planner has begun is left to it.
 */
export async function planRun(deps: PlanDeps, begun: Run): Promise<void> {
  const patterns = (await deps.watches.patterns(begun.tenant)).map(patternWatch);
  let run: Run | undefined = begun;
  while (run?.status === 'planned') {
    const touched: Touched | undefined = await findByShelves(deps, run, patterns);
    run =
      touched === undefined
        ? await planAll(deps, fromTheStart(run), patterns)
        : await planTouched({ ...deps, shelving: deps.shelving! }, run, touched, patterns);
  }
  // All was counted before it was planned: no worker comes after. Who can tell nobody leaves it to the sweeper.
  if (run?.status === 'done' && deps.announce !== undefined) await endRun(deps, run);
}

/** Undefined for a run that goes through all that is watched. */
async function findByShelves(
  deps: PlanDeps,
  run: Run,
  patterns: readonly PatternWatch[],
): Promise<Touched | undefined> {
  const { shelving, watches } = deps;
  const isOfDatabase = run.trigger.kind === 'database' && run.target.kind === 'all';
  const isFree = run.position === byShelves || (run.position === undefined && run.batches === 0);
  return isOfDatabase && isFree ? shelving && findTouched({ ...shelving, watches }, run, patterns) : undefined;
}

/** Shelves that a planner began with may be gone for its successor: then what it planned is looked at twice. */
function fromTheStart(run: Run): Run {
  const { position, ...rest } = run;
  return position === byShelves ? rest : run;
}
