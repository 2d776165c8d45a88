import { listWatches, putWatch, readWatch, removeWatch } from '../../rescans/watches/manage-watches.ts';
import { jsonAnswer, noContent, withHeaders } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readJsonBody } from '../resources/json-body.ts';
import { readPage } from '../resources/list-query.ts';
import { linkNext } from '../resources/page-link.ts';
import { type ResourceRoute, resourceRoute } from '../resources/resource-route.ts';
import type { WatchHandler } from '../routes.ts';
import { watchRequest } from './change-schemas.ts';
import { watchView } from './change-view.ts';
import { rescansOf } from './rescan-deps.ts';

/** What is scanned again and for how long. */
export function watchRoutes(deps: AppDeps): Record<WatchHandler, ResourceRoute> {
  const { log } = deps;
  return {
    listWatches: resourceRoute(log, async ({ event, principal }) => {
      const pairs = parseGoQuery(event.rawQueryString);
      const { watches, cursor } = await listWatches(rescansOf(deps), principal, readPage(pairs));
      const page = { items: watches.map(watchView), ...(cursor !== undefined && { nextCursor: cursor }) };
      return linkNext(jsonAnswer(200, page), '/watches', pairs, cursor);
    }),
    putWatch: resourceRoute(log, async ({ event, principal }) => {
      const { every, ...target } = readJsonBody(watchRequest, event);
      const everyMs = every === undefined ? undefined : every * 1_000;
      const { isNew, ...viewed } = await putWatch(rescansOf(deps), principal, { ...target, everyMs });
      const answer = jsonAnswer(isNew ? 201 : 200, watchView(viewed));
      return withHeaders(answer, { location: `/watches/${viewed.watch.id}` });
    }),
    readWatch: resourceRoute(log, async ({ principal, params }) =>
      jsonAnswer(200, watchView(await readWatch(rescansOf(deps), principal, params.id ?? ''))),
    ),
    deleteWatch: resourceRoute(log, async ({ principal, params }) => {
      await removeWatch(rescansOf(deps), principal, params.id ?? '');
      return noContent;
    }),
  };
}
