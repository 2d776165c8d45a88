import { lookedAt, uncounted } from '../runs/run-state.ts';
import { pausesMs } from './batch-message.ts';
import { endRun } from './end-run.ts';
import { type PlanDeps, planRun } from './plan-run.ts';

const batch = 100;

/** Looks at every run that nothing was heard of: goes on planning, rings again for batches that are not counted, tells what was not told. One run's trouble does not keep it from the others. */
export async function sweepRuns(deps: PlanDeps): Promise<void> {
  for (const { tenant, id } of await deps.runs.due(deps.clock(), batch)) {
    try {
      await sweepRun(deps, tenant, id);
    } catch (error) {
      deps.log.warn('run not swept', { run: id, reason: error instanceof Error ? error.name : '' });
    }
  }
}

async function sweepRun(deps: PlanDeps, tenant: string, id: string): Promise<void> {
  const run = await deps.runs.read(tenant, id);
  const now = deps.clock();
  if (run?.due === undefined || run.due > now) return;
  if (run.status === 'done') return endRun(deps, run);
  if (!(await deps.runs.replace(lookedAt(run, now, deps.runSettings), run.fence))) return;
  // It comes by itself: nobody is to ring again between.
  const again = pausesMs.length;
  for (const number of uncounted(run)) await deps.queue.ring({ tenant, run: id, number, again });
  const current = await deps.runs.read(tenant, id);
  if (current?.status === 'planned') await planRun(deps, current);
}
