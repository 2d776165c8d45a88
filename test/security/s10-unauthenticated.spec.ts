import { beforeAll, describe, expect, it } from 'vitest';
import { allScopes } from '../../functions/access/principal.ts';
import { findRoute } from '../../functions/api/find-route.ts';
import { type Route, routeKey, routes } from '../../functions/api/routes.ts';
import { methodOf, targetOf, verdictOf, wantedFor } from './ask-route.ts';
import { credentials } from './credentials.ts';
import { type Host, hosts } from './hosts.ts';

const ask = (host: Host, route: Route, authorization?: string) =>
  host.ask(
    route,
    methodOf(route),
    targetOf(route),
    wantedFor(route, authorization === undefined ? {} : { authorization }),
  );

describe.each(hosts())('S10: every route of $name', (host) => {
  const { app, without } = host;
  let keys: Awaited<ReturnType<typeof credentials>>;
  beforeAll(async () => {
    keys = await credentials(app.keys);
  });
  const untouched = () => JSON.stringify([app.asked.length, app.store.rows.size, app.world.deps.scans.rows.size]);

  it('S10: the address that is asked for leads to the route that is meant', () => {
    for (const route of routes) {
      expect(findRoute(methodOf(route), targetOf(route)), routeKey(route)).toMatchObject({ kind: 'route', route });
    }
  });

  it('S10: without credentials a route is open only where the table of docs/access.md says so', async () => {
    for (const route of routes) {
      const isOpen = route.scope === undefined || without === 'all' || (without === 'scan' && route.anonymous === true);
      const before = untouched();
      expect(verdictOf(await ask(host, route)), routeKey(route)).toBe(isOpen ? 'let in' : 'unknown');
      if (!isOpen) expect(untouched(), routeKey(route)).toBe(before);
    }
  });

  it('S10: with bad credentials no route but those that are open to everyone does anything, and all are refused alike', async () => {
    const before = untouched();
    for (const route of routes) {
      const answers = new Map<string, string>();
      for (const [name, authorization] of Object.entries(keys.bad)) {
        const answer = await ask(host, route, authorization);
        const where = `${routeKey(route)} with ${name}`;
        if (route.scope === undefined) expect(verdictOf(answer), where).toBe('let in');
        else expect([401, 403], where).toContain(answer.statusCode);
        expect(verdictOf(answer) === 'let in', where).toBe(route.scope === undefined);
        // The gateway answers an empty header itself.
        if (authorization !== '') answers.set(name, answer.body);
      }
      if (route.scope !== undefined) expect(new Set(answers.values()).size, routeKey(route)).toBe(1);
    }
    expect(untouched()).toBe(before);
  });

  it('S10: a key opens the routes that its scopes are for and no other', async () => {
    for (const route of routes) {
      for (const scope of allScopes) {
        const isEnough = [undefined, 'any', scope].includes(route.scope) || scope === 'admin';
        const answer = await ask(host, route, `Bearer ${keys.good[scope]}`);
        expect(verdictOf(answer), `${routeKey(route)} with ${scope}`).toBe(isEnough ? 'let in' : 'forbidden');
      }
    }
  });

  it('S17: no secret of a key is in the log', () => {
    const lines = JSON.stringify(app.log.lines);
    expect(app.log.lines.length).toBeGreaterThan(routes.length);
    for (const secret of keys.secrets) expect(lines).not.toContain(secret);
  });
});
