import { listCves, readCve } from '../../rescans/cves/read-cve.ts';
import { diffImages } from '../../rescans/history/diff-images.ts';
import { diffResults } from '../../rescans/history/diff-results.ts';
import { imageHistory } from '../../rescans/history/image-history.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { parseGoQuery, type QueryPair } from '../resources/go-query.ts';
import { readPage } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { type ResourceRoute, resourceRoute } from '../resources/resource-route.ts';
import type { ChangeHandler } from '../routes.ts';
import { bothSides, cveIdOf, readCveFilter, readDiffQuery, readPlatform } from './change-query.ts';
import { changedResultView, cveView, diffView, listedCveView } from './change-view.ts';
import { type Rescans, rescansOf } from './rescan-deps.ts';

/** What changed: histories, diffs, CVEs. */
export function changeRoutes(deps: AppDeps): Record<ChangeHandler, ResourceRoute> {
  const route = (handle: (rescans: Rescans, call: Call, pairs: readonly QueryPair[]) => Promise<Answer>) =>
    resourceRoute(deps.log, async (call) => handle(rescansOf(deps), call, parseGoQuery(call.event.rawQueryString)));
  return {
    imageHistory: route(async (rescans, { principal, params }, pairs) => {
      const { digest = '' } = params;
      const request = { ...readPage(pairs), platform: readPlatform(pairs) };
      const { results, cursor } = await imageHistory(rescans, principal, digest, request);
      return pageAnswer(results.map(changedResultView), `/images/${digest}/history`, pairs, cursor);
    }),
    diffResults: route(async (rescans, { principal, params }, pairs) => {
      const { limit, ...request } = readDiffQuery(pairs);
      return jsonAnswer(200, diffView(await diffResults(rescans, principal, params.digest ?? '', request), limit));
    }),
    diffImages: route(async (rescans, { principal }, pairs) => {
      const { limit, platform, ...sides } = readDiffQuery(pairs);
      const compared = await diffImages(rescans, principal, { ...bothSides(sides), platform });
      return jsonAnswer(200, diffView(compared, limit));
    }),
    listCves: route(async (rescans, { principal }, pairs) => {
      const request = { ...readPage(pairs), ...readCveFilter(pairs) };
      const { cves, cursor } = await listCves(rescans, principal, request);
      return pageAnswer(cves.map(listedCveView), '/cves', pairs, cursor);
    }),
    readCve: route(async (rescans, { principal, params }, pairs) => {
      const id = cveIdOf(params.id ?? '');
      const known = await readCve(rescans, principal, id, readPage(pairs));
      return linkNext(jsonAnswer(200, cveView(known)), `/cves/${id}`, pairs, known.cursor);
    }),
  };
}

function pageAnswer(
  items: readonly object[],
  path: string,
  pairs: readonly QueryPair[],
  cursor: string | undefined,
): Answer {
  const answer = jsonAnswer(200, { items, ...(cursor !== undefined && { nextCursor: cursor }) });
  return linkNext(answer, path, pairs, cursor);
}
