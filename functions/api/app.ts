import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type Answer, textAnswer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import type { Call } from './call.ts';
import { cleanPath, redirectTarget } from './clean-path.ts';
import { type Found, findRoute } from './find-route.ts';
import { metricsAnswer } from './metrics-route.ts';
import { failureAnswer, problemAnswer } from './problem.ts';
import { redirect } from './redirects.ts';
import { type RouteHandler, routeKey } from './routes.ts';
import { scanManifest } from './scan-manifest.ts';
import { securityHeaders } from './security-headers.ts';

export type App = (event: APIGatewayProxyEventV2, context?: Context) => Promise<Answer>;
type Handle = (call: Call, context: Context | undefined) => Answer | Promise<Answer>;

/** The whole HTTP face as one function from an API Gateway event to its result. It never rejects. */
export function createApp(deps: AppDeps): App {
  const headers = securityHeaders(deps.host);
  const storedScans = () => import('./stored-scans.ts').then((module) => module.storedScanRoutes(deps));
  let stored: ReturnType<typeof storedScans> | undefined;
  const resource =
    (name: 'listScans' | 'readScan' | 'deleteScan'): Handle =>
    async (call, context) => {
      stored ??= storedScans();
      return (await stored)[name](call, context);
    };
  const handlers: Record<RouteHandler, Handle> = {
    health: () => textAnswer(200, 'OK\n'),
    metrics: (call) => metricsAnswer(deps, call),
    docs: async () => (await import('./docs-page.ts')).docsAnswer(),
    scan: scanManifest(deps),
    listScans: resource('listScans'),
    readScan: resource('readScan'),
    deleteScan: resource('deleteScan'),
  };

  return async (event, context) => {
    const started = deps.elapsed();
    const { method } = event.requestContext.http;
    const { requestId } = event.requestContext;
    const path = cleanPath(event.rawPath);
    const found: Found | undefined = path === event.rawPath ? findRoute(method, path) : undefined;
    const route = found?.kind === 'route' ? routeKey(found.route) : (found?.kind ?? 'unclean-path');
    let answer: Answer;
    try {
      if (found === undefined) answer = redirect(method, 307, redirectTarget(path, event.rawQueryString));
      else if (found.kind === 'see-docs') answer = redirect(method, 303, '/docs');
      else if (found.kind === 'route') {
        const call = { event, method, requestId, principal: deps.callerOf(event), params: found.params };
        answer = await handlers[found.route.handler](call, context);
      } else answer = refuse(found, requestId);
    } catch (error) {
      answer = failureAnswer(error, requestId, deps.log);
    }
    const milliseconds = deps.elapsed() - started;
    deps.metrics.count('Requests', 1, { route, status: String(answer.statusCode) });
    deps.metrics.time('RequestTime', milliseconds, { route });
    deps.log.info('request', { route, method, status: answer.statusCode, milliseconds, requestId });
    return {
      statusCode: answer.statusCode,
      headers: { ...headers, ...answer.headers, 'drydock-request-id': requestId },
      body: method === 'HEAD' ? '' : answer.body,
    };
  };
}

function refuse(found: Extract<Found, { kind: 'unknown-path' | 'wrong-method' }>, requestId: string): Answer {
  if (found.kind === 'unknown-path') {
    return problemAnswer({ code: 'not_found', message: 'no resource has this path' }, requestId);
  }
  const message = `this resource knows ${found.allow}`;
  const answer = problemAnswer({ code: 'method_not_allowed', message }, requestId);
  return { ...answer, headers: { ...answer.headers, allow: found.allow } };
}
