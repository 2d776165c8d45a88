import type { Scope } from '../access/principal.ts';

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
  /** what the credentials of a caller must allow, `any`: that there are some; absent: open to everyone */
  scope?: Scope | 'any';
  /** open to callers without credentials, too, where the host lets them scan */
  anonymous?: true;
  handler: RouteHandler;
  /** a bucket's own links take its place on AWS */
  onlyLocal?: true;
}

/** Every route of the API. kubesec scans on any path and method, so `$default` scans. */
export const routes: readonly Route[] = [
  { method: 'ANY', path: '/healthz', handler: 'health' },
  { method: 'POST', path: '/scan', scope: 'scan:write', anonymous: true, handler: 'scan' },
  { method: 'POST', path: '/scan/image', scope: 'scan:write', handler: 'scanImage' },
  { method: 'POST', path: '/', scope: 'scan:write', anonymous: true, handler: 'scan' },
  { method: 'ANY', path: '$default', scope: 'scan:write', anonymous: true, handler: 'scan' },
  { method: 'ANY', path: '/metrics', scope: 'report:read', handler: 'metrics' },
  { method: 'GET', path: '/docs', scope: 'any', handler: 'docs' },
  { method: 'GET', path: '/openapi.json', scope: 'any', handler: 'openapi' },
  { method: 'GET', path: '/scans', scope: 'report:read', handler: 'listScans' },
  { method: 'GET', path: '/scans/{id}', scope: 'report:read', handler: 'readScan' },
  { method: 'DELETE', path: '/scans/{id}', scope: 'report:delete', handler: 'deleteScan' },
  { method: 'GET', path: '/images', scope: 'report:read', handler: 'listImages' },
  { method: 'GET', path: '/images/{digest}', scope: 'report:read', handler: 'readImage' },
  { method: 'DELETE', path: '/images/{digest}', scope: 'report:delete', handler: 'deleteImage' },
  { method: 'GET', path: '/images/{digest}/history', scope: 'report:read', handler: 'imageHistory' },
  { method: 'GET', path: '/images/{digest}/diff', scope: 'report:read', handler: 'diffResults' },
  { method: 'GET', path: '/diff', scope: 'report:read', handler: 'diffImages' },
  { method: 'GET', path: '/cves', scope: 'report:read', handler: 'listCves' },
  { method: 'GET', path: '/cves/{id}', scope: 'report:read', handler: 'readCve' },
  { method: 'GET', path: '/watches', scope: 'report:read', handler: 'listWatches' },
  { method: 'POST', path: '/watches', scope: 'scan:write', handler: 'putWatch' },
  { method: 'GET', path: '/watches/{id}', scope: 'report:read', handler: 'readWatch' },
  { method: 'DELETE', path: '/watches/{id}', scope: 'scan:write', handler: 'deleteWatch' },
  { method: 'POST', path: '/rescans', scope: 'scan:write', handler: 'requestRun' },
  { method: 'GET', path: '/rescans', scope: 'report:read', handler: 'listRuns' },
  { method: 'GET', path: '/rescans/{id}', scope: 'report:read', handler: 'readRun' },
  { method: 'GET', path: '/reports', handler: 'linkedReport', onlyLocal: true },
  { method: 'GET', path: '/keys', scope: 'admin', handler: 'listKeys' },
  { method: 'POST', path: '/keys', scope: 'admin', handler: 'createKey' },
  { method: 'POST', path: '/keys/bootstrap', scope: 'admin', handler: 'bootstrapKey' },
  { method: 'GET', path: '/keys/{id}', scope: 'admin', handler: 'readKey' },
  { method: 'DELETE', path: '/keys/{id}', scope: 'admin', handler: 'revokeKey' },
  { method: 'POST', path: '/keys/{id}/rotate', scope: 'admin', handler: 'rotateKey' },
  { method: 'GET', path: '/subscriptions', scope: 'admin', handler: 'listSubscriptions' },
  { method: 'PUT', path: '/subscriptions/{name}', scope: 'admin', handler: 'putSubscription' },
  { method: 'GET', path: '/subscriptions/{name}', scope: 'admin', handler: 'readSubscription' },
  { method: 'DELETE', path: '/subscriptions/{name}', scope: 'admin', handler: 'deleteSubscription' },
  { method: 'POST', path: '/subscriptions/{name}/rotate', scope: 'admin', handler: 'rotateSecret' },
  { method: 'POST', path: '/subscriptions/{name}/test', scope: 'admin', handler: 'testSubscription' },
  { method: 'POST', path: '/subscriptions/{name}/replay', scope: 'admin', handler: 'replayDeliveries' },
  { method: 'GET', path: '/subscriptions/{name}/deliveries', scope: 'admin', handler: 'listDeliveries' },
];

/** As API Gateway writes it: `GET /scans/{id}`, `$default`. */
export const routeKey = (route: Route): string =>
  route.path === '$default' ? '$default' : `${route.method} ${route.path}`;
