/** Who may call a route: anyone; anyone while anonymous scanning is on; only a caller with the right scope. */
export type RouteAccess = 'open' | 'scan' | 'protected';

/** Handlers that are loaded when one of them is first asked for. */
export const resourceHandlers = [
  ...(['scanImage', 'listScans', 'readScan', 'deleteScan'] as const),
  ...(['listImages', 'readImage', 'deleteImage', 'linkedReport'] as const),
] as const;
export const keyHandlers = ['listKeys', 'createKey', 'bootstrapKey', 'readKey', 'revokeKey', 'rotateKey'] as const;
export const subscriptionHandlers = [
  ...(['listSubscriptions', 'putSubscription', 'readSubscription', 'deleteSubscription'] as const),
  ...(['rotateSecret', 'testSubscription', 'replayDeliveries', 'listDeliveries'] as const),
] as const;

export const changeHandlers = ['imageHistory', 'diffResults', 'diffImages', 'listCves', 'readCve'] as const;
export const watchHandlers = ['listWatches', 'putWatch', 'readWatch', 'deleteWatch'] as const;
export const runHandlers = ['requestRun', 'listRuns', 'readRun'] as const;

export type ResourceHandler = (typeof resourceHandlers)[number];
export type KeyHandler = (typeof keyHandlers)[number];
export type SubscriptionHandler = (typeof subscriptionHandlers)[number];
export type ChangeHandler = (typeof changeHandlers)[number];
export type WatchHandler = (typeof watchHandlers)[number];
export type RunHandler = (typeof runHandlers)[number];
export type RouteHandler =
  | 'health'
  | 'metrics'
  | 'docs'
  | 'openapi'
  | 'scan'
  | ResourceHandler
  | KeyHandler
  | SubscriptionHandler
  | ChangeHandler
  | WatchHandler
  | RunHandler;

export interface Route {
  method: 'ANY' | 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** in API Gateway's form: `/scans/{id}`; `$default` is every path that no other route has */
  path: string;
  access: RouteAccess;
  handler: RouteHandler;
  /** a bucket's own links take its place on AWS */
  onlyLocal?: true;
}

/** Every route of the API. kubesec scans on any path and method, so `$default` scans. */
export const routes: readonly Route[] = [
  { method: 'ANY', path: '/healthz', access: 'open', handler: 'health' },
  { method: 'POST', path: '/scan', access: 'scan', handler: 'scan' },
  { method: 'POST', path: '/scan/image', access: 'protected', handler: 'scanImage' },
  { method: 'POST', path: '/', access: 'scan', handler: 'scan' },
  { method: 'ANY', path: '$default', access: 'scan', handler: 'scan' },
  { method: 'ANY', path: '/metrics', access: 'protected', handler: 'metrics' },
  { method: 'GET', path: '/docs', access: 'protected', handler: 'docs' },
  { method: 'GET', path: '/openapi.json', access: 'protected', handler: 'openapi' },
  { method: 'GET', path: '/scans', access: 'protected', handler: 'listScans' },
  { method: 'GET', path: '/scans/{id}', access: 'protected', handler: 'readScan' },
  { method: 'DELETE', path: '/scans/{id}', access: 'protected', handler: 'deleteScan' },
  { method: 'GET', path: '/images', access: 'protected', handler: 'listImages' },
  { method: 'GET', path: '/images/{digest}', access: 'protected', handler: 'readImage' },
  { method: 'DELETE', path: '/images/{digest}', access: 'protected', handler: 'deleteImage' },
  { method: 'GET', path: '/images/{digest}/history', access: 'protected', handler: 'imageHistory' },
  { method: 'GET', path: '/images/{digest}/diff', access: 'protected', handler: 'diffResults' },
  { method: 'GET', path: '/diff', access: 'protected', handler: 'diffImages' },
  { method: 'GET', path: '/cves', access: 'protected', handler: 'listCves' },
  { method: 'GET', path: '/cves/{id}', access: 'protected', handler: 'readCve' },
  { method: 'GET', path: '/watches', access: 'protected', handler: 'listWatches' },
  { method: 'POST', path: '/watches', access: 'protected', handler: 'putWatch' },
  { method: 'GET', path: '/watches/{id}', access: 'protected', handler: 'readWatch' },
  { method: 'DELETE', path: '/watches/{id}', access: 'protected', handler: 'deleteWatch' },
  { method: 'POST', path: '/rescans', access: 'protected', handler: 'requestRun' },
  { method: 'GET', path: '/rescans', access: 'protected', handler: 'listRuns' },
  { method: 'GET', path: '/rescans/{id}', access: 'protected', handler: 'readRun' },
  { method: 'GET', path: '/reports', access: 'open', handler: 'linkedReport', onlyLocal: true },
  { method: 'GET', path: '/keys', access: 'protected', handler: 'listKeys' },
  { method: 'POST', path: '/keys', access: 'protected', handler: 'createKey' },
  { method: 'POST', path: '/keys/bootstrap', access: 'protected', handler: 'bootstrapKey' },
  { method: 'GET', path: '/keys/{id}', access: 'protected', handler: 'readKey' },
  { method: 'DELETE', path: '/keys/{id}', access: 'protected', handler: 'revokeKey' },
  { method: 'POST', path: '/keys/{id}/rotate', access: 'protected', handler: 'rotateKey' },
  { method: 'GET', path: '/subscriptions', access: 'protected', handler: 'listSubscriptions' },
  { method: 'PUT', path: '/subscriptions/{name}', access: 'protected', handler: 'putSubscription' },
  { method: 'GET', path: '/subscriptions/{name}', access: 'protected', handler: 'readSubscription' },
  { method: 'DELETE', path: '/subscriptions/{name}', access: 'protected', handler: 'deleteSubscription' },
  { method: 'POST', path: '/subscriptions/{name}/rotate', access: 'protected', handler: 'rotateSecret' },
  { method: 'POST', path: '/subscriptions/{name}/test', access: 'protected', handler: 'testSubscription' },
  { method: 'POST', path: '/subscriptions/{name}/replay', access: 'protected', handler: 'replayDeliveries' },
  { method: 'GET', path: '/subscriptions/{name}/deliveries', access: 'protected', handler: 'listDeliveries' },
];

/** As API Gateway writes it: `GET /scans/{id}`, `$default`. */
export const routeKey = (route: Route): string =>
  route.path === '$default' ? '$default' : `${route.method} ${route.path}`;
