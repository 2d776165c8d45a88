import { demand, demandIdentity, mayDo, type Principal } from '../access/principal.ts';
import { type Route, routeKey, routes } from './routes.ts';

/** Throws DrydockError `unauthenticated` or `forbidden` unless the route table lets the caller in. */
export function admit({ scope, anonymous }: Route, principal: Principal): void {
  if (scope === undefined) return;
  if (anonymous !== true) demandIdentity(principal);
  if (scope !== 'any') demand(principal, scope);
}

// What the gateway's catch-all takes is told apart later: a HEAD of another route, a page that leads to /docs, a scan.
const isCatchAll = ({ path }: Route): boolean => path === '$default';
const scopes = new Map(routes.map((route) => [routeKey(route), isCatchAll(route) ? 'any' : route.scope]));

/** Whether the scopes of a key are enough for a route of the gateway, named by its key; no key opens what is not in the table. */
export function mayUse(key: string, principal: Principal): boolean {
  const scope = scopes.get(key);
  return scope !== undefined && (scope === 'any' || mayDo(principal, scope));
}
