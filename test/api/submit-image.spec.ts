import { describe, expect, it } from 'vitest';
import { anonymousPrincipal } from '../../functions/access/principal.ts';
import { DrydockError } from '../../functions/errors.ts';
import { alice, digestFor } from '../scans/image/image-world.ts';
import { bodyOf, imageApp } from './image-app.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const json = { 'content-type': 'application/json' };

describe('POST /scan/image', () => {
  it('a new image is 202 with the place of its scan, when to look there, and its state', async () => {
    const { ask } = imageApp();
    const answer = await ask('POST', '/scan/image', { body: 'image=nginx:1.27' });
    const { id } = bodyOf(answer);
    expect(answer.statusCode).toBe(202);
    expect(answer.headers).toMatchObject({ location: `/scans/${id}`, 'retry-after': '1' });
    expect(answer.headers['preference-applied']).toBeUndefined();
    expect(bodyOf(answer)).toEqual({
      id: expect.stringMatching(/^i[0-9a-f]{32}$/),
      kind: 'image',
      status: 'queued',
      image: 'docker.io/library/nginx:1.27',
      digest: digestFor('library/nginx'),
      platform: 'linux/amd64',
      submitted: '2026-11-24T12:00:00.000Z',
      expires: '2027-02-22T13:00:00.000Z',
    });
  });

  it('a body above 64 KiB is 413', async () => {
    const answer = await imageApp().ask('POST', '/scan/image', { body: `image=${'a'.repeat(65_536)}` });
    expect([answer.statusCode, bodyOf(answer).code]).toEqual([413, 'body_too_large']);
  });

  const early: [string, number][] = [
    ['image_not_found', 404],
    ['registry_refused', 422],
    ['forbidden_address', 422],
    ['platform_not_found', 422],
    ['not_an_image', 422],
    ['broken_image', 422],
    ['image_too_large', 413],
    ['registry_unavailable', 502],
    ['registry_rate_limited', 503],
  ];
  for (const [code, status] of early) {
    it(`what the registry says at once is a problem: ${code} is ${status}`, async () => {
      const { ask, world } = imageApp();
      world.script.resolve = () =>
        Promise.reject(new DrydockError(code as 'image_not_found', 'the registry says so', { retryAfter: 7 }));
      const answer = await ask('POST', '/scan/image?image=a');
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
      expect(answer.headers['retry-after']).toBe('7');
      expect(bodyOf(answer)).toMatchObject({ code, detail: 'the registry says so' });
    });
  }

  it('no database and no scanner are 503 that says so', async () => {
    for (const code of ['database_missing', 'scanner_missing'] as const) {
      const sample = imageApp();
      sample.world.deps.database = () => Promise.reject(new DrydockError(code, 'get one'));
      const { ask } = imageApp({ images: { ...sample.world.deps, wait: async (scan) => scan } });
      const answer = await ask('POST', '/scan/image?image=a');
      expect([answer.statusCode, bodyOf(answer)]).toMatchObject([503, { code, detail: 'get one' }]);
    }
  });

  it('a known image is answered 200 with its result, whoever asks how', async () => {
    const { ask, scanned, world } = imageApp();
    const place = await scanned();
    const answer = await ask('POST', '/scan/image?image=nginx:latest');
    expect([answer.statusCode, answer.headers.location]).toEqual([200, place]);
    expect(bodyOf(answer)).toMatchObject({ status: 'done', verdict: 'fail', findings: { items: [{ id: 'CVE-1' }] } });
    expect(world.rung).toEqual([]);
  });

  it('a hundred requests for an image are one scan', async () => {
    const { ask, world } = imageApp();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask('POST', '/scan/image?image=nginx')));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect(answers.every(({ statusCode }) => statusCode === 202)).toBe(true);
    expect(world.rung).toHaveLength(1);
  });

  it('fresh=true scans a known image again', async () => {
    const { ask, scanned } = imageApp();
    await scanned();
    expect((await ask('POST', '/scan/image?image=nginx:1.27&fresh=true')).statusCode).toBe(202);
  });

  it('an idempotency key finds its scan again, and no other request may use it', async () => {
    const { ask } = imageApp();
    const headers = { 'idempotency-key': 'k-1' };
    const first = await ask('POST', '/scan/image?image=nginx', { headers });
    const again = await ask('POST', '/scan/image?image=nginx', { headers });
    expect(again.headers.location).toBe(first.headers.location);
    const other = await ask('POST', '/scan/image?image=redis', { headers });
    expect([other.statusCode, bodyOf(other).code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('credentials are shown to the registry and are in no answer, row or report', async () => {
    const { ask, work, world, log } = imageApp();
    const body = '{"image":"nginx","credentials":{"username":"u","password":"hunter2"}}';
    const answer = await ask('POST', '/scan/image', { headers: json, body });
    expect(answer.statusCode).toBe(202);
    await work();
    expect(world.orders[0]?.credentials).toEqual({ username: 'u', password: 'hunter2' });
    const { scans, reports } = world.deps;
    const stored = [
      ...scans.rows.values(),
      ...[...reports.objects.values()].map((bytes) => Buffer.from(bytes).toString()),
    ];
    expect(JSON.stringify([answer, stored, log.lines])).not.toContain('hunter2');
  });

  it('who needs to wait until the registry allows it is told how long', async () => {
    const { ask, work, world } = imageApp();
    await ask('POST', '/scan/image?image=nginx');
    world.script.scan = () => Promise.reject(new DrydockError('registry_rate_limited', 'later', { retryAfter: 90 }));
    await work();
    const answer = await ask('POST', '/scan/image?image=nginx');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([202, '90']);
    expect(bodyOf(answer)).toMatchObject({ status: 'queued', error: { code: 'registry_rate_limited', status: 503 } });
  });

  it('a caller without credentials is 401, one without the scope 403', async () => {
    const { ask, caller, world } = imageApp();
    caller.is = anonymousPrincipal;
    const anonymous = await ask('POST', '/scan/image?image=nginx');
    expect([anonymous.statusCode, bodyOf(anonymous).code]).toEqual([401, 'unauthenticated']);
    caller.is = { ...alice, scopes: ['report:read'] };
    expect((await ask('POST', '/scan/image?image=nginx')).statusCode).toBe(403);
    expect(world.rung).toEqual([]);
  });

  it('a server that keeps nothing says that it scans no images', async () => {
    const answer = await sampleApp().app(request('POST', '/scan/image?image=nginx'));
    expect([answer.statusCode, bodyOf(answer)]).toMatchObject([503, { code: 'storage_unavailable' }]);
  });
});
