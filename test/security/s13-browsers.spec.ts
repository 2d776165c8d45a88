import { describe, expect, it } from 'vitest';
import { type Route, routeKey, routes } from '../../functions/api/routes.ts';
import { request } from '../api/request.ts';
import { methodOf, targetOf, verdictOf, wantedFor } from './ask-route.ts';
import { hosts } from './hosts.ts';

const pages: Readonly<Record<string, Record<string, string>>> = {
  'whose name was made to lead here': { host: 'evil.example' },
  'whose name was made to lead here, with a port': { host: 'localhost.evil.example:8080' },
  'of another origin': { origin: 'https://evil.example' },
  'in a sandbox': { origin: 'null' },
  'of a name like ours': { origin: 'http://localhost.evil.example' },
};
const all = hosts();
const [loopback] = all;

describe('S13: web pages of others', () => {
  it.each(Object.entries(pages))('S13: a page %s is not the owner of a server on loopback', async (_, headers) => {
    for (const route of routes) {
      const answer = await loopback!.ask(route, methodOf(route), targetOf(route), wantedFor(route, headers));
      const isOpen = route.scope === undefined || route.anonymous === true;
      expect(verdictOf(answer), routeKey(route)).toBe(isOpen ? 'let in' : 'unknown');
    }
  });

  it.each(all)('S13: $name lets no page read an answer, whatever the preflight asks', async (host) => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization',
    };
    const asked = async (route: Route, method: string) =>
      host.app.app(request(method, targetOf(route), wantedFor(route, headers)));
    for (const route of routes) {
      for (const method of ['OPTIONS', methodOf(route)]) {
        const names = Object.keys((await asked(route, method)).headers);
        expect(
          names.filter((name) => /^access-control-/i.test(name)),
          `${method} ${route.path}`,
        ).toEqual([]);
        expect(names, route.path).not.toContain('set-cookie');
      }
    }
  });
});
