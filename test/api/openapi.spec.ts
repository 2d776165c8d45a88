import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../functions/api/openapi/document.ts';
import { operations } from '../../functions/api/openapi/operations.ts';
import { routeKey, routes } from '../../functions/api/routes.ts';
import { complaint } from './answer-checker.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const keys = routes.map(routeKey).filter((key) => key !== '$default');
const json = { 'content-type': 'application/json' };

describe('OpenAPI document', () => {
  it('every route has an operation, and every operation a route', () => {
    expect(Object.keys(operations).toSorted()).toEqual(keys.toSorted());
  });

  it('it is served, and says that it is OpenAPI 3.1', async () => {
    const answer = await sampleApp().app(request('GET', '/openapi.json'));
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    expect(JSON.parse(answer.body).openapi).toBe('3.1.0');
  });

  it('operation ids are unique, references lead somewhere, parameters of paths are listed', () => {
    const text = JSON.stringify(openApiDocument());
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(keys.length);
    const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
    expect(repeated).toEqual([]);
    expect(new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, path]) => path))).toEqual(
      new Set(['#/components/schemas/Problem']),
    );
  });

  it.each([
    ['a status that is not documented', '/keys', 418, '{}'],
    ['a field that is not documented', '/keys', 200, '{"items":[],"more":1}'],
    ['a field that is missing', '/keys', 200, '{}'],
    ['a scan of neither kind', '/scans/x', 200, '{"id":"x","kind":"cluster"}'],
  ])('the check of answers sees %s', (_, path, statusCode, body) => {
    expect(complaint(request('GET', path), { statusCode, headers: json, body })).toBeDefined();
  });

  it('the check of answers sees a problem that the route does not know', () => {
    const problem = { type: '/docs#bad_cursor', title: 'x', status: 400, code: 'bad_cursor', requestId: 'r' };
    const answer = { statusCode: 400, headers: { 'content-type': 'application/problem+json' } };
    const of = (code: string) => ({ ...answer, body: JSON.stringify({ ...problem, code }) });
    expect(complaint(request('GET', '/keys'), of('bad_cursor'))).toContain('code');
    expect(complaint(request('GET', '/keys'), of('bad_request'))).toBeUndefined();
  });
});
