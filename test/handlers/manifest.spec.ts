import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { request, type Wanted } from '../api/request.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: é}\nspec: {containers: [{name: c, image: i}]}\n';
const context = { awsRequestId: 'invocation-1' } as Context;
const arn = 'arn:aws:iam::123456789012:user/ops';

/** The function as Lambda loads it: once, with the environment of its deployment. */
async function load(environment: Record<string, string>) {
  vi.resetModules();
  for (const name of ['TABLE_NAME', 'DRYDOCK_ANONYMOUS_SCAN', 'DRYDOCK_MAX_DOCUMENTS'])
    vi.stubEnv(name, environment[name]);
  const { handler } = await import('../../functions/handlers/manifest.ts');
  return (method: string, path: string, wanted?: Wanted) => handler(request(method, path, wanted), context);
}

describe('function', () => {
  let written: string[] = [];
  beforeEach(() => {
    written = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('a manifest is scanned on every path and method but GET, in both forms of a body', async () => {
    const ask = await load({ DRYDOCK_ANONYMOUS_SCAN: 'true' });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const path of ['/', '/scan', '/scan/', '/pod.yaml']) {
        for (const asText of [true, false]) {
          const answer = await ask(method, path, { body: pod, asText });
          expect([answer.statusCode, JSON.parse(answer.body)[0].object]).toEqual([200, 'Pod/é.default']);
        }
      }
    }
    expect(await ask('GET', '/pod.yaml')).toMatchObject({ statusCode: 303, headers: { location: '/docs' } });
  });

  it('without a signature nothing but health is open, unless the deployment lets everyone scan', async () => {
    const ask = await load({});
    const statusOf = async (method: string, path: string, wanted: Wanted = {}) =>
      (await ask(method, path, wanted)).statusCode;
    expect(await statusOf('GET', '/healthz')).toBe(200);
    expect([await statusOf('POST', '/scan', { body: pod }), await statusOf('PUT', '/x', { body: pod })]).toEqual([
      401, 401,
    ]);
    expect([await statusOf('GET', '/scans'), await statusOf('GET', '/metrics')]).toEqual([401, 401]);
    expect(await statusOf('POST', '/scan', { body: pod, arn })).toBe(200);
    expect((await ask('GET', '/metrics', { arn })).body).toMatch(/^# .* CloudWatch/);
  });

  it('every invocation writes a log line and a line of metrics, neither with anything of the request', async () => {
    const ask = await load({ DRYDOCK_ANONYMOUS_SCAN: 'true' });
    await ask('POST', '/secret.yaml?rule=Secret', { body: 'secret: manifest' });
    const [log, metrics, ...more] = written.map((line) => JSON.parse(line));
    expect(more).toEqual([]);
    expect(log).toMatchObject({
      message: 'request',
      route: '$default',
      status: 400,
      function_request_id: 'invocation-1',
    });
    expect(metrics).toMatchObject({ service: 'drydock', Requests: [1] });
    expect(written.join('').toLowerCase()).not.toContain('secret');
  });

  it('limits are those of the deployment', async () => {
    const ask = await load({ DRYDOCK_ANONYMOUS_SCAN: 'true', DRYDOCK_MAX_DOCUMENTS: '1' });
    const answer = await ask('POST', '/scan', { body: `${pod}---\n${pod}` });
    expect([answer.statusCode, answer.body]).toEqual([413, 'the body holds more than 1 documents\n']);
  });

  it('a wrong environment ends the start with the name of the variable', async () => {
    await expect(load({ DRYDOCK_ANONYMOUS_SCAN: 'maybe' })).rejects.toThrow(
      'DRYDOCK_ANONYMOUS_SCAN=maybe: expected true or false',
    );
  });
});
