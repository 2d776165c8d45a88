import { describe, expect, it } from 'vitest';
import { type Found, findRoute } from '../../functions/api/find-route.ts';
import { routeKey, routes } from '../../functions/api/routes.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK'];

function outcome(found: Found): string {
  if (found.kind === 'route') return found.route.handler;
  return found.kind === 'wrong-method' ? `405 ${found.allow}` : found.kind;
}
const lead = (method: string, path: string): string => outcome(findRoute(method, path));

describe('route ownership', () => {
  const catchAllPaths = [
    '/',
    '/scan',
    '/scan/',
    '/scan/x',
    '/scan/x/y',
    '/x',
    '/SCAN',
    '/Scans',
    '/index.html',
    '/a/b/c',
  ];
  const lookalikes = [
    '/healthz/',
    '/healthz/x',
    '/metrics/',
    '/metricsx',
    '/scansx',
    '/docsx',
    '/xscans/1',
    '/%2fscans',
  ];
  for (const path of [...catchAllPaths, ...lookalikes]) {
    it(`a path that no route of ours owns: ${path} scans on every method but GET`, () => {
      expect(methods.map((method) => lead(method, path))).toEqual(['see-docs', ...methods.slice(1).map(() => 'scan')]);
    });
  }

  for (const [path, handler] of [
    ['/healthz', 'health'],
    ['/%68ealthz', 'health'],
    ['/metrics', 'metrics'],
  ] as const) {
    it(`an exact path: ${path} is ours on every method`, () => {
      expect(methods.map((method) => lead(method, path))).toEqual(methods.map(() => handler));
    });
  }

  const resources: [string, Record<string, string>, string][] = [
    ['/docs', { GET: 'docs', HEAD: 'docs' }, '405 GET, HEAD'],
    ['/scans', { GET: 'listScans', HEAD: 'listScans' }, '405 GET, HEAD'],
    ['/%73cans', { GET: 'listScans', HEAD: 'listScans' }, '405 GET, HEAD'],
    ['/scans/x', { GET: 'readScan', HEAD: 'readScan', DELETE: 'deleteScan' }, '405 GET, HEAD, DELETE'],
  ];
  for (const [path, known, otherwise] of resources) {
    it(`a resource of ours: ${path} refuses the methods it does not know and names those it does`, () => {
      expect(methods.map((method) => lead(method, path))).toEqual(methods.map((method) => known[method] ?? otherwise));
    });
  }

  for (const path of ['/docs/', '/docs/x', '/scans/', '/scans/x/', '/scans/x/y', '/scans/x/y/z']) {
    it(`a path below a resource of ours: ${path} is unknown on every method`, () => {
      expect(new Set(methods.map((method) => lead(method, path)))).toEqual(new Set(['unknown-path']));
    });
  }

  it('path parameters are percent-decoded, an encoded slash stays one segment', () => {
    const params = (path: string) => {
      const found = findRoute('GET', path);
      return found.kind === 'route' ? found.params : undefined;
    };
    expect(params('/scans/a%20b')).toEqual({ id: 'a b' });
    expect(params('/scans/a%2Fb')).toEqual({ id: 'a%2Fb' });
    expect(params('/scans/%FF')).toEqual({ id: '%FF' });
  });
});

describe('route table', () => {
  it('keys are unique and as API Gateway writes them', () => {
    const keys = routes.map(routeKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^(?:\$default|(?:ANY|GET|POST|PUT|DELETE) \/[a-z{}/.]*)$/.test(key))).toBe(true);
  });

  it('a key that reads changes nothing, and one that scans deletes no report', () => {
    for (const route of routes) {
      const isRead = route.method === 'GET' || route.method === 'ANY';
      if (route.scope === 'report:read') expect(isRead, routeKey(route)).toBe(true);
      if (route.scope === 'scan:write') expect(route.path, routeKey(route)).not.toMatch(/^\/(?:scans|images)(?:\/|$)/);
      if (/^\/(?:keys|subscriptions)/.test(route.path)) expect(route.scope, routeKey(route)).toBe('admin');
    }
  });

  it('open to everyone is the health check, scanning when anonymous callers may, and locally what a signed link names', () => {
    const open = routes.filter((route) => route.scope === undefined);
    expect(open.map(routeKey)).toEqual(['ANY /healthz', 'GET /reports']);
    expect(open.map(({ onlyLocal }) => onlyLocal)).toEqual([undefined, true]);
    const scanning = routes.filter((route) => route.anonymous);
    expect(scanning.map(routeKey)).toEqual(['POST /scan', 'POST /', '$default']);
    expect(scanning.every((route) => route.handler === 'scan')).toBe(true);
  });
});
