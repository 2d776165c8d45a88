import { type AnnounceDeps, announceNews } from '../../notify/announce.ts';
import type { RunStore } from '../ports.ts';
import type { Run } from '../runs/run.ts';
import { told } from '../runs/run-state.ts';

export interface EndRunDeps {
  runs: RunStore;
  /** absent where nobody is told */
  announce?: AnnounceDeps;
}

/** Tells what a run that is done changed, then leaves it alone. Safe to do again, by whoever: messages have the same ids. */
export async function endRun(deps: EndRunDeps, run: Run): Promise<void> {
  const { tenant, id, created: time, switchedTo = [] } = run;
  for (const database of deps.announce === undefined ? [] : [run.database, ...switchedTo]) {
    await announceNews(deps.announce!, { tenant, id, database, time });
  }
  const next = told(run);
  if (next !== run) await deps.runs.replace(next, run.fence);
}
