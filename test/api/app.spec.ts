import { describe, expect, it } from 'vitest';
import { anonymousPrincipal } from '../../functions/access/principal.ts';
import { findRoute } from '../../functions/api/find-route.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
const paths = [
  '/',
  '/scan',
  '/x',
  '//scan',
  '/healthz',
  '/metrics',
  '/docs',
  '/docs/x',
  '/scans',
  '/scans/x',
  '/scans/x/y',
];

describe('app', () => {
  it('health: OK on every method, without a body for HEAD', async () => {
    const { app } = sampleApp();
    for (const method of methods) {
      const answer = await app(request(method, '/healthz'));
      expect([answer.statusCode, answer.body]).toEqual([200, method === 'HEAD' ? '' : 'OK\n']);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    }
  });

  it('GET elsewhere leads to the docs, in the words of Go', async () => {
    const answer = await sampleApp().app(request('GET', '/x?rule=Nope', { body: 'kind: Pod' }));
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/docs']);
    expect(answer.body).toBe('<a href="/docs">See Other</a>.\n\n');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('an unclean path is redirected with its query, with a body for GET only', async () => {
    const { app } = sampleApp();
    const get = await app(request('GET', '//scan?a=<b>&c="d"'));
    expect([get.statusCode, get.headers.location]).toEqual([307, '/scan?a=<b>&c="d"']);
    expect(get.body).toBe('<a href="/scan?a=&lt;b&gt;&amp;c=&#34;d&#34;">Temporary Redirect</a>.\n\n');
    const post = await app(request('POST', '/x/../scans?limit=1', { body: 'x' }));
    expect([post.statusCode, post.headers.location, post.body]).toEqual([307, '/scans?limit=1', '']);
    expect(post.headers['content-type']).toBeUndefined();
    const head = await app(request('HEAD', '/./scan'));
    expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([307, 'text/html; charset=utf-8', '']);
  });

  it('metrics: the text of the host, or where else they are', async () => {
    const local = await sampleApp({ metricsText: () => 'drydock_requests_total 1\n' }).app(request('GET', '/metrics'));
    expect(local.body).toBe('drydock_requests_total 1\n');
    expect(local.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
    const aws = await sampleApp({ host: 'aws' }).app(request('GET', '/metrics'));
    expect(aws.body).toMatch(/^# .*CloudWatch/);
    const stranger = await sampleApp({ callerOf: () => anonymousPrincipal }).app(request('GET', '/metrics'));
    expect(stranger.statusCode).toBe(401);
  });

  it('an unknown path below a resource is a problem with code and request id', async () => {
    const answer = await sampleApp().app(request('POST', '/scans/x/y', { requestId: 'r-7' }));
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(JSON.parse(answer.body)).toEqual({
      type: '/docs#not_found',
      title: 'There is nothing here',
      status: 404,
      detail: 'no resource has this path',
      code: 'not_found',
      requestId: 'r-7',
    });
  });

  it('a method that a resource does not know is refused with those it does', async () => {
    const answer = await sampleApp().app(request('PUT', '/scans/x'));
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, DELETE']);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'method_not_allowed',
      detail: 'this resource knows GET, HEAD, DELETE',
    });
  });

  for (const host of ['local', 'aws'] as const) {
    it(`every route and method answers with security headers and the request id on ${host} (S14)`, async () => {
      const { app } = sampleApp({ host });
      for (const method of methods) {
        for (const path of paths) {
          const { headers } = await app(request(method, path, { body: 'x' }));
          expect(headers).toMatchObject({
            'cache-control': expect.stringMatching(/^(?:no-store|private, no-cache)$/),
            'cross-origin-opener-policy': 'same-origin',
            'referrer-policy': 'no-referrer',
            'x-content-type-options': 'nosniff',
            'drydock-request-id': 'request-1',
          });
          expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
          expect('strict-transport-security' in headers).toBe(host === 'aws');
        }
      }
    });
  }

  it('an unexpected failure tells the client nothing but its request id, and the log everything', async () => {
    const failure = new Error('secret at /var/task/index.mjs:1');
    const engine = {
      scan: () => {
        throw failure;
      },
    };
    const down = () => Promise.reject(failure);
    const { app, log } = sampleApp({ engine, store: { record: down, read: down, list: down, remove: down } });
    const id = '0'.repeat(32);
    const calls = [
      request('POST', '/scan', { body: 'x' }),
      request('GET', '/scans'),
      request('DELETE', `/scans/${id}`),
    ];
    for (const call of calls) {
      const answer = await app(call);
      expect(answer.statusCode).toBe(500);
      expect(JSON.parse(answer.body)).toEqual({
        type: '/docs#internal',
        title: 'Something went wrong here',
        status: 500,
        code: 'internal',
        requestId: 'request-1',
      });
    }
    const errors = log.lines.filter((line) => line.level === 'error').map((line) => line.fields?.error as Error);
    expect(errors.map((error) => error.cause)).toEqual([failure, failure, failure]);
  });

  it('the log names the route, never the path or the query', async () => {
    const { app, log } = sampleApp();
    await app(request('GET', '/scans/secret-path?cursor=secret'));
    await app(request('POST', '/secret-file.yaml?rule=secret', { body: 'secret' }));
    await app(request('GET', '/secret//x'));
    expect(log.lines.map((line) => line.fields?.route)).toEqual(['GET /scans/{id}', '$default', 'unclean-path']);
    expect(JSON.stringify(log.lines)).not.toContain('secret');
  });

  it('requests are counted by route and status', async () => {
    const counted: unknown[] = [];
    const metrics = { count: (...call: unknown[]) => void counted.push(call), time: () => {} };
    const { app } = sampleApp({ metrics });
    await app(request('POST', '/scan', { body: 'x' }));
    await app(request('GET', '/x'));
    expect(counted).toEqual([
      ['Documents', 1],
      ['Scans', 1, { stored: 'true' }],
      ['Requests', 1, { route: 'POST /scan', status: '200' }],
      ['Requests', 1, { route: 'see-docs', status: '303' }],
    ]);
  });

  it('the docs page is static HTML whose policy allows its own style and nothing else (S15)', async () => {
    const answer = await sampleApp().app(request('GET', '/docs'));
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toMatch(/style-src 'sha256-[A-Za-z0-9+/]{43}='/);
    expect(answer.body).not.toMatch(/<script|onload=|https?:\/\/|style="/);
    const problem = await sampleApp().app(request('GET', '/docs/x'));
    const anchor = String(JSON.parse(problem.body).type).replace('/docs#', '');
    expect(answer.body).toContain(`<tr id="${anchor}">`);
    expect(findRoute('GET', '/docs').kind).toBe('route');
  });
});
