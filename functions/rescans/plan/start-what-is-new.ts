import type { Run } from '../runs/run.ts';
import { dueTriggers, startDueRuns, type TriggerDeps } from './triggers.ts';

/** Starts due runs, as startDueRuns does, but asks who has watches once for each trigger, not at each call. */
export function starterOfRuns(deps: TriggerDeps): () => Promise<Run[]> {
  let begun = '';
  return async () => {
    const due = JSON.stringify((await dueTriggers(deps)).triggers);
    if (due === begun) return [];
    const tenants = await deps.watches.tenants();
    // While nothing is watched, runs of schedules would come to nothing, and later together with the next database.
    if (tenants.length === 0) return [];
    const started = await startDueRuns(deps, tenants);
    begun = due;
    return started;
  };
}
