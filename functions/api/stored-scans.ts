import type { Scope } from '../access/principal.ts';
import { DrydockError } from '../errors.ts';
import { deleteScan, listScans, type ReadDeps, readScan } from '../scans/read-scans.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import type { Call } from './call.ts';
import { parseGoQuery } from './go-query.ts';
import { readListQuery } from './list-query.ts';
import { resourceRoute } from './resource-route.ts';
import { scanView } from './scan-view.ts';

/** `/scans` and `/scans/{id}`: what a tenant's scans came to. */
export function storedScanRoutes(deps: AppDeps) {
  const route = (scope: Scope, handle: (stored: ReadDeps, call: Call) => Promise<Answer>) =>
    resourceRoute(deps.log, scope, async (call) => handle(withStore(deps), call));
  return {
    listScans: route('report:read', async (stored, call) => {
      const query = readListQuery(parseGoQuery(call.event.rawQueryString));
      const { scans, cursor } = await listScans(stored, call.principal, query);
      const answer = jsonAnswer(200, {
        items: scans.map(scanView),
        ...(cursor !== undefined && { nextCursor: cursor }),
      });
      return cursor === undefined ? answer : linked(answer, query, cursor);
    }),
    readScan: route('report:read', async (stored, call) => {
      return jsonAnswer(200, scanView(await readScan(stored, call.principal, idOf(call))));
    }),
    deleteScan: route('report:delete', async (stored, call) => {
      await deleteScan(stored, call.principal, idOf(call));
      return { statusCode: 204, headers: {}, body: '' };
    }),
  };
}

const idOf = (call: Call): string => call.params.id ?? '';

function withStore({ store, deploymentKey }: AppDeps): ReadDeps {
  if (store === undefined) throw new DrydockError('storage_unavailable', 'this server keeps no scans');
  return { store, deploymentKey };
}

function linked(answer: Answer, query: ReturnType<typeof readListQuery>, cursor: string): Answer {
  const next = new URLSearchParams({ kind: 'manifest', cursor });
  if (query.object !== undefined) next.set('object', query.object);
  if (query.limit !== undefined) next.set('limit', String(query.limit));
  return { ...answer, headers: { ...answer.headers, link: `</scans?${next}>; rel="next"` } };
}
