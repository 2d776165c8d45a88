import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { nobody } from '../access/principal.ts';
import { admit } from './admit.ts';
import { type Answer, textAnswer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import type { Call } from './call.ts';
import { cleanPath, redirectTarget } from './clean-path.ts';
import { type Found, findRoute } from './find-route.ts';
import { demandKnownQuery } from './known-query.ts';
import { scanManifest } from './manifests/scan-manifest.ts';
import { metricsAnswer } from './metrics-route.ts';
import { failureAnswer, problemAnswer } from './problem.ts';
import { redirect } from './redirects.ts';
import { type RouteHandler, routeKey } from './routes.ts';
import { securityHeaders } from './security-headers.ts';

export type App = (event: APIGatewayProxyEventV2, context?: Context) => Promise<Answer>;
type Outcome = Found | { kind: 'unclean-path'; cleaned: string };
export type Handle = (call: Call, context: Context | undefined) => Answer | Promise<Answer>;
/** What answers the routes; a function of several may have only some. */
export type Handlers = Partial<Record<RouteHandler, Handle>>;

/** The HTTP face as one function from an API Gateway event to its result: scans of manifests and the given resources. It never rejects. */
export function createApp(deps: AppDeps, resources: (deps: AppDeps) => Handlers): App {
  const headers = securityHeaders(deps.host);
  const handlers: Handlers = {
    health: () => textAnswer(200, 'OK\n'),
    metrics: () => metricsAnswer(deps),
    docs: async () => (await import('./docs-page.ts')).docsAnswer(),
    scan: scanManifest(deps),
    ...resources(deps),
  };

  const answerTo = async (event: APIGatewayProxyEventV2, found: Outcome, context?: Context): Promise<Answer> => {
    const { requestId, http } = event.requestContext;
    switch (found.kind) {
      case 'unclean-path':
        return redirect(http.method, 307, redirectTarget(found.cleaned, event.rawQueryString));
      case 'see-docs':
        return redirect(http.method, 303, '/docs');
      case 'route': {
        const { route, params } = found;
        // What is open to everyone answers although keys cannot be looked up.
        const caller = route.scope === undefined ? nobody : deps.callerOf(event);
        const principal = caller instanceof Promise ? await caller : caller;
        admit(route, principal);
        demandKnownQuery(route.handler, event.rawQueryString);
        const handle = handlers[route.handler];
        if (handle === undefined) return refuse({ kind: 'unknown-path' }, requestId);
        return handle({ event, requestId, principal, params }, context);
      }
      default:
        return refuse(found, requestId);
    }
  };

  return async (event, context) => {
    const started = deps.elapsed();
    const { requestId, http } = event.requestContext;
    const cleaned = cleanPath(event.rawPath);
    const found: Outcome =
      cleaned === event.rawPath ? findRoute(http.method, cleaned) : { kind: 'unclean-path', cleaned };
    const route = found.kind === 'route' ? routeKey(found.route) : found.kind;
    const answer = await answerTo(event, found, context).catch((error: unknown) =>
      failureAnswer(error, requestId, deps.log),
    );
    const milliseconds = deps.elapsed() - started;
    deps.metrics.count('Requests', 1, { route, status: String(answer.statusCode) });
    deps.metrics.time('RequestTime', milliseconds, { route });
    deps.log.info('request', { route, method: http.method, status: answer.statusCode, milliseconds, requestId });
    return {
      statusCode: answer.statusCode,
      headers: { ...headers, ...answer.headers, 'drydock-request-id': requestId },
      ...(http.method === 'HEAD' ? { body: '' } : bodyOf(answer)),
    };
  };
}

const bodyOf = ({ body, isBase64Encoded }: Answer): Pick<Answer, 'body' | 'isBase64Encoded'> =>
  isBase64Encoded ? { body, isBase64Encoded } : { body };

function refuse(found: Extract<Found, { kind: 'unknown-path' | 'wrong-method' }>, requestId: string): Answer {
  if (found.kind === 'unknown-path') {
    return problemAnswer({ code: 'not_found', message: 'no resource has this path' }, requestId);
  }
  const message = `this resource knows ${found.allow}`;
  const answer = problemAnswer({ code: 'method_not_allowed', message }, requestId);
  return { ...answer, headers: { ...answer.headers, allow: found.allow } };
}
