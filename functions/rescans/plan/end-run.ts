import { type AnnounceDeps, announceNews } from '../../notify/announce.ts';
import type { BatchQueue, RunStore } from '../ports.ts';
import type { Run } from '../runs/run.ts';
import { told, uncounted } from '../runs/run-state.ts';

export interface EndRunDeps {
  runs: RunStore;
  queue: BatchQueue;
  /** absent where nobody is told */
  announce?: AnnounceDeps;
}

/** Tells what a run that is done changed, then leaves it alone and rings for those that waited. Safe to do again, by whoever: messages have the same ids. */
export async function endRun(deps: EndRunDeps, run: Run): Promise<void> {
  const { tenant, id, created: time, switchedTo = [], guests = [] } = run;
  for (const database of deps.announce === undefined ? [] : [run.database, ...switchedTo]) {
    await announceNews(deps.announce!, { tenant, id, database, time, guests });
  }
  const next = told(run);
  if (next !== run) await deps.runs.replace(next, run.fence);
  if (run.trigger.kind === 'database') await ringForOthers(deps, run);
}

/** Some of them: the sweeper rings again for whom nothing was heard of. */
const othersLookedAt = 20;

async function ringForOthers({ runs, queue }: EndRunDeps, { tenant, id }: Run): Promise<void> {
  const others = await runs.list({ tenant, limit: othersLookedAt });
  for (const other of others.runs) {
    if (other.id === id || other.status === 'done') continue;
    for (const number of uncounted(other)) await queue.ring({ tenant, run: other.id, number });
  }
}
