import { describe, expect, it } from 'vitest';
import { isStrict } from '../../functions/api/known-query.ts';
import { operations } from '../../functions/api/openapi/operations.ts';
import { routeKey, routes } from '../../functions/api/routes.ts';
import { bodyOf, imageApp } from './image-app.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const strict = routes.filter(({ handler }) => isStrict(handler));
const placeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'x');

describe('query of a route', () => {
  it.each(strict.map((route) => [routeKey(route), route] as const))(
    '%s: an unknown parameter is refused by its name, and what is known is what the OpenAPI document says',
    async (key, { method, path }) => {
      const answer = await sampleApp().app(request(method, `${placeOf(path)}?no-such=secret`, { body: '{}' }));
      expect(answer.statusCode).toBe(400);
      const { code, detail } = bodyOf(answer);
      expect(code).toBe('bad_request');
      const documented = Object.entries(operations[key]!.parameters ?? {}).filter(
        ([, { in: place }]) => place === 'query',
      );
      const expected = documented.map(([name]) => name).join(', ');
      expect(detail).toBe(
        `query parameter "no-such": ${expected === '' ? 'none is known here' : `expected one of ${expected}`}`,
      );
    },
  );

  it.each([
    ['POST', '/scan?no-such=1'],
    ['POST', '/?no-such=1'],
    ['POST', '/anything?no-such=1'],
    ['GET', '/healthz?no-such=1'],
    ['GET', '/metrics?no-such=1'],
    ['GET', '/openapi.json?no-such=1'],
  ])('%s %s passes over it', async (method, target) => {
    const body = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i}]}\n';
    expect((await sampleApp().app(request(method, target, { body }))).statusCode).toBe(200);
  });

  it.each(['fail-on=CRITICAL;HIGH', 'fail-on=%zz', 'severity=HIGH&fail-on=CRITICAL;'])(
    '?%s: a gate that Go would not see is refused, not lost',
    async (query) => {
      const { ask, scanned } = imageApp();
      const answer = await ask('GET', `${await scanned()}?${query}`);
      expect([answer.statusCode, bodyOf(answer).code]).toEqual([400, 'bad_request']);
    },
  );

  it('a form whose platform Go would not see is refused, not scanned for another one', async () => {
    const { ask } = imageApp();
    const answer = await ask('POST', '/scan/image', { body: 'image=nginx&platform=linux/arm64;' });
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([400, 'bad_request']);
  });

  it('a caller without credentials learns nothing about the parameters of a route', async () => {
    const { app } = sampleApp({ callerOf: () => ({ tenant: 'default', scopes: [], subject: 'nobody' }) as never });
    expect((await app(request('GET', '/keys?no-such=1'))).statusCode).not.toBe(400);
  });

  it('a view of a stored scan of manifests is refused: a gate would pass unseen', async () => {
    const { app } = sampleApp();
    const body = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i}]}\n';
    const { headers } = await app(request('POST', '/scan', { body }));
    const answer = await app(request('GET', `${headers.location}?fail-on=CRITICAL`));
    expect([answer.statusCode, bodyOf(answer).detail]).toEqual([
      400,
      'query parameter fail-on="CRITICAL": expected none, as only scans of images have views',
    ]);
  });
});
