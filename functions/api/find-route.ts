import { type Route, type RouteHandler, routes } from './routes.ts';

/** What a method and a clean path lead to. */
export type Found =
  | { kind: 'route'; route: Route; params: Readonly<Record<string, string>> }
  | { kind: 'see-docs' }
  | { kind: 'unknown-path' }
  | { kind: 'wrong-method'; allow: string };

const scanHandlers: readonly RouteHandler[] = ['scan'];
const noParams: Readonly<Record<string, string>> = {};
const isScan = (route: Route): boolean => scanHandlers.includes(route.handler);
const segmentsOf = (path: string): string[] => path.slice(1).split('/');

const catchAll = routes.find((route) => route.path === '$default')!;
const scanRoutes = new Map(routes.filter(isScan).map((route) => [route.path, route]));
// kubesec owns these two as exact paths and scans below them.
const exactRoutes = new Map(routes.filter((route) => route.method === 'ANY' && !isScan(route)).map((r) => [r.path, r]));
const imageRoute = routes.find((route) => route.handler === 'scanImage')!;
const resourceRoutes = routes.filter((r) => r.method !== 'ANY' && !isScan(r) && r !== imageRoute);
const resources = new Set(resourceRoutes.map((route) => segmentsOf(route.path)[0]!));

/** Finds the route of a request; `path` is clean and may be percent-encoded. */
export function findRoute(method: string, path: string): Found {
  const decoded = path.includes('%') ? decodePath(path) : path;
  const exact = exactRoutes.get(decoded);
  if (exact) return { kind: 'route', route: exact, params: noParams };
  // kubesec scans there, too, by any other method.
  if (method === imageRoute.method && decoded === imageRoute.path) {
    return { kind: 'route', route: imageRoute, params: noParams };
  }
  const scan = scanRoutes.get(decoded);
  if (scan !== undefined && method !== 'GET') return { kind: 'route', route: scan, params: noParams };
  const segments = segmentsOf(decoded);
  if (resources.has(segments[0]!)) return findResource(method, segments);
  if (method === 'GET') return { kind: 'see-docs' };
  return { kind: 'route', route: catchAll, params: noParams };
}

function findResource(method: string, segments: readonly string[]): Found {
  const fitting = resourceRoutes.filter((route) => parametersOf(route, segments) !== undefined);
  if (fitting.length === 0) return { kind: 'unknown-path' };
  const wanted = method === 'HEAD' ? 'GET' : method;
  const route = fitting.find((candidate) => candidate.method === wanted);
  if (route) return { kind: 'route', route, params: parametersOf(route, segments)! };
  const methods = fitting.flatMap((candidate) => (candidate.method === 'GET' ? ['GET', 'HEAD'] : [candidate.method]));
  return { kind: 'wrong-method', allow: methods.join(', ') };
}

function parametersOf(route: Route, segments: readonly string[]): Record<string, string> | undefined {
  const pattern = segmentsOf(route.path);
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, expected] of pattern.entries()) {
    const segment = segments[i]!;
    if (expected.startsWith('{') && segment !== '') params[expected.slice(1, -1)] = segment;
    else if (expected !== segment) return undefined;
  }
  return params;
}

/** Segment by segment, as Go's ServeMux matches; an encoded slash stays encoded. */
const decodePath = (path: string): string =>
  path.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes).replaceAll('/', '%2F');
    } catch {
      return escapes;
    }
  });
