import type { Answer } from '../../functions/api/answer.ts';
import type { Route } from '../../functions/api/routes.ts';

/** A method that leads to the route; the catch-all scans by any. */
export const methodOf = ({ method, path }: Route): string => {
  if (path === '$default') return 'PATCH';
  return method === 'ANY' ? 'GET' : method;
};

/** A path that leads to the route, and to nothing that there is. */
export const targetOf = ({ path }: Route): string =>
  path === '$default' ? '/any/path' : path.replaceAll(/\{\w+\}/g, 'x'.repeat(12));

/** With a body where the method has one, from this machine unless the headers say otherwise. */
export const wantedFor = (route: Route, headers: Record<string, string> = {}) => ({
  ...(methodOf(route) !== 'GET' && { body: '{}' }),
  headers: { host: 'localhost', ...headers },
});

/** What an answer says of the caller, whatever else it says. */
export function verdictOf({ statusCode, body }: Pick<Answer, 'statusCode' | 'body'>) {
  if (statusCode === 401) return 'unknown';
  return statusCode === 403 && /needs the scope|"Forbidden"/.test(body) ? 'forbidden' : 'let in';
}
