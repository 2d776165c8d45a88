import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { ResolvedImage } from '../../functions/registry/ports.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { handTiming } from './hand-timing.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const image = buildImage({ layers: [] });

describe('refusals', () => {
  let registry: ScriptedRegistry;
  let timing = handTiming();
  let client = localClient();
  beforeEach(async () => {
    registry = await scriptedRegistry();
    registry.add('app', '1', image);
    timing = handTiming();
    client = localClient({ timing, limits: { responseMs: 100 } });
  });
  afterEach(() => {
    client.close();
    return registry.close();
  });
  const resolve = (name = 'app:1', credentials = {}): Promise<ResolvedImage> =>
    client.resolve(parseReference(`${registry.host}/${name}`), { credentials });
  const always = (status: number, headers: Record<string, string> = {}): void =>
    registry.script((_, response) => {
      response.writeHead(status, headers).end('{"errors":[{"message":"<secret of upstream>"}]}');
      return true;
    });

  it.each([
    [400, 'image_not_found', 1],
    [401, 'registry_refused', 1],
    [403, 'registry_refused', 1],
    [404, 'image_not_found', 1],
    [405, 'registry_unavailable', 3],
    [408, 'registry_unavailable', 3],
    [429, 'registry_rate_limited', 1],
    [500, 'registry_unavailable', 3],
    [502, 'registry_unavailable', 3],
    [503, 'registry_unavailable', 3],
    [204, 'registry_unavailable', 3],
  ])('refusals: status %i is %s after %i requests, without its text (F9, F10)', async (status, code, requests) => {
    always(status);
    const error = await resolve().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.not.stringContaining('upstream') });
    expect(registry.requests).toHaveLength(requests);
  });

  it('refusals: one bad answer among good ones is not noticed', async () => {
    let bad = 0;
    registry.script((_, response) => {
      bad += 1;
      if (bad > 2) return false;
      if (bad === 1) response.destroy();
      else response.writeHead(502).end();
      return true;
    });
    expect((await resolve()).digest).toBe(image.manifest.digest);
  });

  it('refusals: a registry that is not there is unavailable', async () => {
    const reference = parseReference(`${registry.host}/app:1`);
    const gone = await scriptedRegistry();
    await gone.close();
    const refused = client.resolve({ ...reference, registry: gone.host });
    await expect(refused).rejects.toMatchObject({
      code: 'registry_unavailable',
      message: expect.stringContaining('refused'),
    });
  });

  it('refusals: a registry that accepts and says nothing is unavailable', async () => {
    registry.script(() => true);
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('refusals: a rate limit says when to come back, and is kept until then (F8)', async () => {
    always(429, { 'retry-after': '30' });
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_rate_limited', retryAfter: 30 });
    timing.advance(10_000);
    await expect(resolve('other:1')).rejects.toMatchObject({ code: 'registry_rate_limited', retryAfter: 20 });
    expect(registry.requests).toHaveLength(1);
    await expect(resolve('app:1', { username: 'bob' })).rejects.toMatchObject({ retryAfter: 30 });
    expect(registry.requests).toHaveLength(2);
    timing.advance(20_000);
    registry.script(() => false);
    expect((await resolve()).digest).toBe(image.manifest.digest);
  });

  it('refusals: a registry that is down until a time is not asked again before the caller decides', async () => {
    always(503, { 'retry-after': '120' });
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_unavailable', retryAfter: 120 });
    expect(registry.requests).toHaveLength(1);
  });

  it('refusals: an image that was not there is not asked for again for a minute (F9)', async () => {
    await expect(resolve('app:2')).rejects.toMatchObject({ code: 'image_not_found' });
    registry.add('app', '2', image);
    await expect(resolve('app:2')).rejects.toMatchObject({ code: 'image_not_found' });
    expect(registry.requests).toHaveLength(1);
    expect((await resolve('app:1')).digest).toBe(image.manifest.digest);
    timing.advance(60_000);
    expect((await resolve('app:2')).digest).toBe(image.manifest.digest);
  });
});
