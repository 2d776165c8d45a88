import type * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import { planRun } from '../../rescans/plan/plan-run.ts';
import { type RequestDeps, requestRun } from '../../rescans/plan/triggers.ts';
import { listRuns, readRun } from '../../rescans/runs/manage-runs.ts';
import type { RunTarget } from '../../rescans/runs/run.ts';
import { jsonAnswer, withHeaders } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readJsonBody } from '../resources/json-body.ts';
import { readPage } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { type ResourceRoute, resourceRoute } from '../resources/resource-route.ts';
import type { RunHandler } from '../routes.ts';
import { cveIdOf } from './change-query.ts';
import { runRequest } from './run-schemas.ts';
import { runView } from './run-view.ts';

/** `/rescans`: what was scanned again, for what reason, and how far it is. */
export function runRoutes(deps: AppDeps): Record<RunHandler, ResourceRoute> {
  const { log } = deps;
  return {
    requestRun: resourceRoute(log, async ({ event, principal }) => {
      const runs = runsOf(deps);
      const run = await requestRun(runs, principal, targetOf(readJsonBody(runRequest, event)));
      // Where it breaks off the sweeper goes on: the row is there.
      await planRun(runs, run).catch((error: unknown) => log.warn('run not planned yet', { run: run.id, error }));
      const current = await readRun(runs, { ...principal, scopes: ['report:read'] }, run.id);
      return withHeaders(jsonAnswer(202, runView(current)), { location: `/rescans/${run.id}`, 'retry-after': '1' });
    }),
    listRuns: resourceRoute(log, async ({ event, principal }) => {
      const pairs = parseGoQuery(event.rawQueryString);
      const { runs, cursor } = await listRuns(runsOf(deps), principal, readPage(pairs));
      const page = { items: runs.map(runView), ...(cursor !== undefined && { nextCursor: cursor }) };
      return linkNext(jsonAnswer(200, page), '/rescans', pairs, cursor);
    }),
    readRun: resourceRoute(log, async ({ principal, params }) =>
      jsonAnswer(200, runView(await readRun(runsOf(deps), principal, params.id ?? ''))),
    ),
  };
}

function targetOf({ all, repository, cve }: z.output<typeof runRequest>): RunTarget {
  const named = [all, repository, cve].filter((one) => one !== undefined);
  if (named.length !== 1) throw new DrydockError('bad_request', 'name one of all, repository and cve');
  if (repository !== undefined) return { kind: 'repository', pattern: repository };
  return cve === undefined ? { kind: 'all' } : { kind: 'cve', cve: cveIdOf(cve) };
}

function runsOf({ runs }: AppDeps): RequestDeps {
  if (runs === undefined) throw new DrydockError('storage_unavailable', 'this server scans no images again');
  return runs;
}
