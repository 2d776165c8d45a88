import { demand, type Principal } from '../../access/principal.ts';
import { parseRepositoryPattern } from '../../image/repository-pattern.ts';
import type { Rematcher, WatchStore } from '../ports.ts';
import { runInUse } from '../runs/database-run.ts';
import { type RunDeps, startRun } from '../runs/manage-runs.ts';
import { afreshSchedule, type Run, type RunTarget, type RunTrigger } from '../runs/run.ts';
import { type PlanDeps, planRun } from './plan-run.ts';

export interface TriggerDeps extends PlanDeps, RunDeps {
  watches: WatchStore;
  rematcher: Pick<Rematcher, 'database'>;
  schedules: Schedules;
}

export interface RequestDeps extends TriggerDeps {
  /** a name that nobody else uses */
  newMark: () => string;
}

/** Milliseconds between two runs of a schedule; 0 never. */
export interface Schedules {
  /** every watched image is matched again, whatever was matched before */
  fullMs: number;
  /** every watched image is pulled and analysed again */
  afreshMs: number;
}

const day = 86_400_000;
export const defaultSchedules: Schedules = { fullMs: day, afreshMs: 30 * day };

/**
 * Starts what is due for these tenants, those of WatchStore.tenants: a run for a database that is new, one for each period of a schedule. Called often, late
 * or twice at once it starts each once.
 */
export async function startDueRuns(deps: TriggerDeps, tenants: readonly string[]): Promise<Run[]> {
  if (tenants.length === 0) return [];
  const { generation, triggers } = await dueTriggers(deps);
  const started: Run[] = [];
  for (const tenant of tenants) {
    for (const trigger of triggers) {
      const { run, isNew } =
        trigger.kind === 'database'
          ? await runInUse(deps, tenant, generation)
          : await startRun(deps, tenant, { trigger, target: { kind: 'all' }, database: generation });
      // One that an older run or a scan began has a row and no planner yet.
      const isDue = run.status === 'planned' && run.due !== undefined && run.due <= deps.clock();
      if (!isNew && !isDue) continue;
      started.push(run);
      // Where it breaks off the sweeper goes on: the row is there.
      await planRun(deps, run).catch((error: unknown) => deps.log.warn('run not planned yet', { run: run.id, error }));
    }
  }
  return started;
}

/** What `startDueRuns` would start runs for now: while it is the same, there is no need to look again. */
export async function dueTriggers({
  rematcher,
  schedules: { fullMs, afreshMs },
  clock,
}: Pick<TriggerDeps, 'rematcher' | 'schedules' | 'clock'>): Promise<{ generation: string; triggers: RunTrigger[] }> {
  const { generation } = await rematcher.database();
  const now = clock();
  const triggers: RunTrigger[] = [
    { kind: 'database', generation },
    ...(fullMs > 0 ? [{ kind: 'schedule', name: 'full', period: Math.floor(now / fullMs) } as const] : []),
    ...(afreshMs > 0 ? [{ kind: 'schedule', name: afreshSchedule, period: Math.floor(now / afreshMs) } as const] : []),
  ];
  return { generation, triggers };
}

/** A run that somebody asked for; planned as soon as this resolves. Throws DrydockError `forbidden`, `bad_request` or `database_missing`. */
export async function requestRun(deps: RequestDeps, principal: Principal, target: RunTarget): Promise<Run> {
  demand(principal, 'scan:write');
  if (target.kind === 'repository') parseRepositoryPattern(target.pattern);
  const { generation: database } = await deps.rematcher.database();
  const trigger: RunTrigger = { kind: 'request', subject: principal.subject };
  const { run } = await startRun(deps, principal.tenant, { trigger, target, database, request: deps.newMark() });
  return run;
}
