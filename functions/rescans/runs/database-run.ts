import type { RunStore } from '../ports.ts';
import { type RunDeps, startRun } from './manage-runs.ts';
import type { Run } from './run.ts';

export interface DatabaseRunDeps extends RunDeps {
  /** names the database in use; absent where only runs that others began are looked for */
  database?: () => Promise<{ generation: string }>;
}

const pageSize = 20;
const mostPages = 5;

/** The newest run of a tenant that a database began, of that generation when one is named. */
async function newestOfDatabase(
  runs: Pick<RunStore, 'list'>,
  tenant: string,
  generation?: string,
): Promise<Run | undefined> {
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await runs.list({ tenant, limit: pageSize, ...(after !== undefined && { after }) });
    const run = found.runs.find(
      ({ trigger, database }) => trigger.kind === 'database' && (generation ?? database) === database,
    );
    after = found.next;
    if (run !== undefined || after === undefined) return run;
  }
  return undefined;
}

/** The run of a database that is in use, begun where there is none. One that was gone back to had a run already: named after the run of the database between, it has another. */
export async function runInUse(deps: RunDeps, tenant: string, database: string): Promise<{ run: Run; isNew: boolean }> {
  const last = await newestOfDatabase(deps.runs, tenant);
  if (last?.database === database) return { run: last, isNew: false };
  const trigger = { kind: 'database', generation: database } as const;
  const request = last === undefined ? {} : { request: last.id };
  return startRun(deps, tenant, { trigger, target: { kind: 'all' }, database, ...request });
}

/** The same for who plans none: it is due at once, for whoever does. */
export const beginRunInUse = async (deps: RunDeps, tenant: string, database: string): Promise<Run> =>
  (await runInUse({ ...deps, runSettings: { ...deps.runSettings, lookAgainMs: 0 } }, tenant, database)).run;

/** The run that tells what is new in a database; undefined for one that is not in use and had none. */
export async function runOfDatabase(
  deps: DatabaseRunDeps,
  tenant: string,
  generation: string,
): Promise<Run | undefined> {
  const known = await newestOfDatabase(deps.runs, tenant, generation);
  if (known !== undefined) return known;
  // Whatever is wrong with it, a run can be begun later, too.
  const inUse = await deps.database?.().catch(() => undefined);
  return inUse?.generation === generation ? beginRunInUse(deps, tenant, generation) : undefined;
}
