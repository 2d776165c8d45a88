import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { hmac } from '../../scans/image/image-scan-id.ts';
import { inPages, type PageRequest } from '../../scans/in-pages.ts';
import type { Clock, DeploymentKey } from '../../scans/ports.ts';
import type { RunStore } from '../ports.ts';
import type { BatchTally, Run, RunBatch, RunImage, RunSettings, RunTarget, RunTrigger } from './run.ts';
import { counted, newRun, planned, withBatch } from './run-state.ts';

export interface RunDeps {
  runs: RunStore;
  runSettings: RunSettings;
  /** makes ids and signs cursors */
  deploymentKey: DeploymentKey;
  clock: Clock;
}

/** Workers of one run that end at once get in each other's way. */
const rounds = 20;

/** The run of a trigger: one for each period of a schedule, however often it comes; `request` is a name of its own for each request, and for a database that is used again. */
export async function startRun(
  deps: RunDeps,
  tenant: string,
  wish: { trigger: RunTrigger; target: RunTarget; database: string; request?: string },
): Promise<{ run: Run; isNew: boolean }> {
  const { request = '', ...subject } = wish;
  const parts = [tenant, JSON.stringify(wish.trigger), JSON.stringify(wish.target), request];
  const id = `r${hmac(deps.deploymentKey, 'drydock-run-1', parts).slice(0, 32)}`;
  const run = newRun({ tenant, id, ...subject }, deps.clock(), deps.runSettings);
  if (await deps.runs.create(run)) return { run, isNew: true };
  // One that has expired meanwhile is as good as ours.
  return { run: (await deps.runs.read(tenant, id)) ?? run, isNew: false };
}

/** Stores the next batch of a planned run and goes on at `next`. What stands under its number already is taken as it is, and told. Undefined when another planner went on with it. */
export async function planBatch(
  deps: Pick<RunDeps, 'runs' | 'runSettings' | 'clock'>,
  run: Run,
  images: readonly RunImage[],
  next: string | undefined,
): Promise<{ run: Run; batch: RunBatch } | undefined> {
  const { tenant, id, expires, batches } = run;
  const ours = { tenant, run: id, number: batches, images, expires, ...(next !== undefined && { next }) };
  const batch = await deps.runs.addBatch(ours);
  const planned = await goOn(deps, run, (current) => withBatch(current, batch, deps.clock(), deps.runSettings));
  return planned && { run: planned, batch };
}

/** All images of the run are found, so many of them in no batch. Undefined when another planner went on with it, or it is planned already. */
export const endPlanning = (
  deps: Pick<RunDeps, 'runs' | 'runSettings' | 'clock'>,
  run: Run,
  untouched = 0,
): Promise<Run | undefined> =>
  goOn(deps, run, (current) => planned(current, untouched, deps.clock(), deps.runSettings));

/** Writes what a planner changes, whatever workers count meanwhile. */
async function goOn(deps: Pick<RunDeps, 'runs'>, run: Run, change: (run: Run) => Run): Promise<Run | undefined> {
  let current: Run | undefined = run;
  for (let round = 0; round < rounds; round += 1) {
    if (current?.status !== 'planned' || current.batches !== run.batches) return undefined;
    const next = change(current);
    if (next === current) return undefined;
    if (await deps.runs.replace(next, current.fence)) return next;
    current = await deps.runs.read(run.tenant, run.id);
  }
  throw contended();
}

/** Counts what came of a batch, once however often it is told. Undefined for a run that is gone. */
export async function countBatch(
  deps: Pick<RunDeps, 'runs' | 'runSettings' | 'clock'>,
  batch: { tenant: string; run: string; number: number },
  tally: BatchTally,
): Promise<Run | undefined> {
  return changeRun(deps, { tenant: batch.tenant, id: batch.run }, (run) =>
    counted(run, batch.number, tally, deps.clock(), deps.runSettings),
  );
}

/** Changes a run as `change` says, whoever else does meanwhile; undefined when it has nothing to change it to, or the run is gone. */
export async function changeRun(
  { runs }: Pick<RunDeps, 'runs'>,
  { tenant, id }: Pick<Run, 'tenant' | 'id'>,
  change: (run: Run) => Run | undefined,
): Promise<Run | undefined> {
  for (let round = 0; round < rounds; round += 1) {
    const run = await runs.read(tenant, id);
    const next = run && change(run);
    if (run === undefined || next === undefined) return undefined;
    if (next === run || (await runs.replace(next, run.fence))) return next;
  }
  throw contended();
}

const contended = () => new DrydockError('storage_unavailable', 'others keep changing this run');

/** Throws DrydockError `forbidden` or `not_found`. */
export async function readRun(deps: Pick<RunDeps, 'runs'>, principal: Principal, id: string): Promise<Run> {
  demand(principal, 'report:read');
  const run = isRunId(id) ? await deps.runs.read(principal.tenant, id) : undefined;
  if (run === undefined) throw new DrydockError('not_found', 'there is no such run');
  return run;
}

/** Newest first. Throws DrydockError `forbidden`, `bad_request` or `bad_cursor`. */
export const listRuns = (
  deps: Pick<RunDeps, 'runs' | 'deploymentKey'>,
  principal: Principal,
  request: PageRequest,
): Promise<{ runs: Run[]; cursor?: string }> =>
  inPages(deps, principal, 'runs', request, async (query) => {
    const { runs, next } = await deps.runs.list(query);
    return { runs, next };
  });

/** Whether a text can be the id of a run at all. */
export const isRunId = (text: string): boolean => /^r[0-9a-f]{32}$/.test(text);
