import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { ResolvedImage } from '../../functions/registry/ports.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const credentials = { username: 'bob', password: 'hunter2' };

describe('redirects', () => {
  let registry: ScriptedRegistry;
  let storage: ScriptedRegistry;
  let client = localClient();
  beforeEach(async () => {
    registry = await scriptedRegistry();
    storage = await scriptedRegistry();
    client = localClient();
  });
  afterEach(async () => {
    client.close();
    await Promise.all([registry.close(), storage.close()]);
  });
  const resolve = (): Promise<ResolvedImage> =>
    client.resolve(parseReference(`${registry.host}/app:1`), { credentials });

  /** Wants the password, then sends whoever asks for a blob to `target`. */
  const redirectBlobs = (target: (path: string) => string): void =>
    registry.script(({ url = '', headers }, response) => {
      if (headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        return true;
      }
      if (!url.includes('/blobs/')) return false;
      response.writeHead(307, { location: target(url) }).end();
      return true;
    });

  it('redirects: another host gets the request without the Authorization header (S2, S17)', async () => {
    const image = buildImage({ layers: [{ files: { a: 'a' } }] });
    registry.add('app', '1', image);
    storage.add('app', '1', image);
    redirectBlobs((path) => `${storage.url}${path}`);
    expect((await resolve()).digest).toBe(image.manifest.digest);
    expect(storage.requests).toHaveLength(1);
    expect(storage.requests[0]!.headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(storage.requests)).not.toMatch(/hunter2|Ym9iOmh1bnRlcjI/);
  });

  it('redirects: the header does not come back when another host sends the request home', async () => {
    const image = buildImage({ layers: [] });
    registry.add('app', '1', image);
    redirectBlobs((path) => `${storage.url}${path}`);
    storage.script(({ url }, response) => {
      response.writeHead(302, { location: `${registry.url}${url}?home` }).end();
      return true;
    });
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_refused' });
    const home = registry.requests.filter(({ path }) => path.endsWith('?home'));
    expect(home.length).toBeGreaterThan(0);
    expect(home.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  it('redirects: on the same host the header stays, wherever a relative location leads', async () => {
    const image = buildImage({ layers: [] });
    registry.add('app', '1', image);
    registry.script(({ url = '', headers }, response) => {
      if (headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else if (url.startsWith('/v2/app/blobs/'))
        response.writeHead(301, { location: url.replace('/app/', '/moved/') }).end();
      else return false;
      return true;
    });
    expect((await resolve()).digest).toBe(image.manifest.digest);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://example.com/',
    'https://10.0.0.1/',
    'https://[::ffff:127.0.0.1]/',
    'https://example.com:22/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://bob:hunter2@example.com/',
  ])('redirects: to %s is not followed', async (location) => {
    registry.add('app', '1', buildImage({ layers: [] }));
    redirectBlobs(() => location);
    await expect(resolve()).rejects.toMatchObject({ code: 'forbidden_address' });
  });

  it('redirects: a sixth is one too many', async () => {
    registry.add('app', '1', buildImage({ layers: [] }));
    redirectBlobs((path) => `${path}x`);
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_unavailable' });
    const hops = registry.requests.filter(({ path }) => path.includes('/blobs/'));
    expect(Math.max(...hops.map(({ path }) => /x*$/.exec(path)![0].length))).toBe(5);
  });

  it('redirects: a location that is no address is a fault of the registry', async () => {
    registry.add('app', '1', buildImage({ layers: [] }));
    redirectBlobs(() => 'http://[');
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_unavailable' });
  });

  it('redirects: a signed address that ran out is asked for again', async () => {
    const image = buildImage({ layers: [] });
    registry.add('app', '1', image);
    storage.add('app', '1', image);
    redirectBlobs((path) => `${storage.url}${path}`);
    let refusals = 0;
    storage.script((_, response) => {
      refusals += 1;
      if (refusals > 1) return false;
      response.writeHead(403).end();
      return true;
    });
    expect((await resolve()).digest).toBe(image.manifest.digest);
  });
});
