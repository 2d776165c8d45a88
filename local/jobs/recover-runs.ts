import type { PlanDeps } from '../../functions/rescans/plan/plan-run.ts';
import { sweepRuns } from '../../functions/rescans/plan/sweep-runs.ts';

/** Goes on at once with the runs that a process left unfinished, when this one is the only one on its table: nobody else is at them. */
export function recoverRuns(deps: PlanDeps): Promise<void> {
  const { runs, runSettings, clock } = deps;
  return sweepRuns({
    ...deps,
    runs: {
      ...runs,
      due: (now, limit) => runs.due(now + runSettings.lookAgainMs, limit),
      async read(tenant, id) {
        const run = await runs.read(tenant, id);
        return run?.due === undefined ? run : { ...run, due: clock() };
      },
    },
  });
}
