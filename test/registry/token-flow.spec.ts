import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { RegistryClientDeps } from '../../functions/registry/client.ts';
import type { RegistryCredentials, ResolvedImage } from '../../functions/registry/ports.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { handTiming } from './hand-timing.ts';
import { localClient } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const bob = { username: 'bob', password: 'hunter2' };
const basic = `Basic ${Buffer.from('bob:hunter2').toString('base64')}`;
const image = buildImage({ layers: [{ files: { a: 'a' } }] });

describe('token flow', () => {
  let registry: ScriptedRegistry;
  let clients: ReturnType<typeof localClient>[] = [];
  beforeEach(async () => {
    registry = await scriptedRegistry();
    registry.add('team/app', '1', image);
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    clients = [];
    await registry.close();
  });
  const clientWith = (deps: Partial<RegistryClientDeps> = {}) => {
    const client = localClient(deps);
    clients.push(client);
    return client;
  };
  const resolve = (credentials?: RegistryCredentials, client = clientWith()): Promise<ResolvedImage> =>
    client.resolve(parseReference(`${registry.host}/team/app:1`), { credentials });

  /** A registry with a token server of its own; `token` is what it gives for the request. */
  const tokenRegistry = ({
    realm = `${registry.url}/token`,
    scope = 'repository:team/app:pull',
    token = {} as object,
  } = {}): void =>
    registry.script(({ url = '', headers }, response) => {
      if (url.startsWith('/token')) {
        response.end(JSON.stringify({ token: 'secret-token', expires_in: 300, ...token }));
      } else if (headers.authorization === 'Bearer secret-token') return false;
      else {
        const challenge = `Bearer realm="${realm}",service="reg \\"x\\"",scope="${scope}"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      }
      return true;
    });
  const tokenRequests = () => registry.requests.filter(({ path }) => path.startsWith('/token'));

  it('token flow: an anonymous caller gets a token to pull, once for all requests of an image', async () => {
    tokenRegistry();
    expect((await resolve()).digest).toBe(image.manifest.digest);
    expect(tokenRequests()).toEqual([
      {
        path: '/token?service=reg+%22x%22&scope=repository%3Ateam%2Fapp%3Apull',
        headers: expect.not.objectContaining({ authorization: expect.anything() }),
      },
    ]);
  });

  it('token flow: user and password go to the token server, and nowhere else', async () => {
    tokenRegistry();
    await resolve(bob);
    expect(tokenRequests().map(({ headers }) => headers.authorization)).toEqual([basic]);
    const others = registry.requests.filter(({ path }) => !path.startsWith('/token'));
    expect(new Set(others.map(({ headers }) => headers.authorization))).toEqual(
      new Set([undefined, 'Bearer secret-token']),
    );
  });

  it.each([
    'repository:team/app:pull,push',
    'repository:team/app:*',
    'registry:catalog:*',
    'repository:a:pull repository:b:pull',
  ])('token flow: no token is asked for that may do %s', async (scope) => {
    tokenRegistry({ scope });
    await resolve(bob);
    expect(new URLSearchParams(tokenRequests()[0]!.path.split('?')[1]).get('scope')).toBe('repository:team/app:pull');
  });

  it('token flow: credentials do not go to a host the registry merely names (S2)', async () => {
    const other = await scriptedRegistry();
    for (const realm of [
      `https://${other.host}/token`,
      'https://evil.example.com/token',
      'https://auth.docker.io/token',
      'ftp://x/',
      'http://auth.example.com/token',
      '/token',
      '',
    ]) {
      tokenRegistry({ realm });
      await expect(resolve(bob)).rejects.toMatchObject({ code: 'forbidden_address' });
    }
    await other.close();
    expect(other.connections()).toBe(0);
  });

  it('token flow: an anonymous token may come from elsewhere, but from no forbidden address', async () => {
    for (const realm of ['https://169.254.169.254/token', 'http://10.0.0.1/token', 'https://auth.example.com/token']) {
      tokenRegistry({ realm });
      const client = clientWith({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
      await expect(resolve(undefined, client)).rejects.toMatchObject({ code: 'forbidden_address' });
    }
  });

  it('token flow: a token is kept while it lives, and asked for anew after', async () => {
    tokenRegistry();
    const timing = handTiming();
    const client = clientWith({ timing });
    await resolve(bob, client);
    await resolve(bob, client);
    expect(tokenRequests()).toHaveLength(1);
    timing.advance(300_000);
    await resolve(bob, client);
    expect(tokenRequests()).toHaveLength(2);
  });

  it('token flow: callers with other credentials do not share a token', async () => {
    tokenRegistry();
    const client = clientWith();
    await resolve(bob, client);
    await resolve({ ...bob, password: 'other' }, client);
    await resolve(undefined, client);
    expect(tokenRequests()).toHaveLength(3);
  });

  it('token flow: a token that was revoked is replaced once (F28)', async () => {
    let live = 'first';
    registry.script(({ url = '', headers }, response) => {
      if (url.startsWith('/token')) response.end(JSON.stringify({ access_token: live, expires_in: 300 }));
      else if (headers.authorization === `Bearer ${live}`) return false;
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="${registry.url}/token"` }).end();
      return true;
    });
    const client = clientWith();
    await resolve(bob, client);
    live = 'second';
    expect((await resolve(bob, client)).digest).toBe(image.manifest.digest);
    expect(tokenRequests()).toHaveLength(2);
  });

  it.each([[{ token: undefined }], [{ token: '' }], [{ token: 7 }], [{ token: 'a\r\nx: y' }], [{ token: 'a b' }]])(
    'token flow: an answer of %j is no token',
    async (token) => {
      tokenRegistry({ token });
      await expect(resolve()).rejects.toMatchObject({ code: 'registry_unavailable' });
    },
  );

  it.each([
    [401, 'registry_refused'],
    [403, 'registry_refused'],
    [404, 'registry_refused'],
    [302, 'registry_refused'],
    [429, 'registry_rate_limited'],
    [503, 'registry_unavailable'],
  ])('token flow: a token server that answers %i is %s', async (status, code) => {
    registry.script(({ url = '' }, response) => {
      const isToken = url.startsWith('/token');
      response
        .writeHead(isToken ? status : 401, {
          'www-authenticate': `Bearer realm="${registry.url}/token"`,
          location: '/x',
        })
        .end();
      return true;
    });
    await expect(resolve(bob)).rejects.toMatchObject({ code });
  });

  it('Basic: user and password are sent after the registry asked for them', async () => {
    registry.script(({ headers }, response) => {
      if (headers.authorization === basic) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
      return true;
    });
    expect((await resolve(bob)).digest).toBe(image.manifest.digest);
    expect(registry.requests[0]!.headers).not.toHaveProperty('authorization');
    await expect(resolve({ username: 'bob', password: 'wrong' })).rejects.toMatchObject({ code: 'registry_refused' });
    await expect(resolve()).rejects.toMatchObject({ code: 'registry_refused' });
  });

  it('bearer token: one of the caller is sent as it is, to the registry alone', async () => {
    registry.script(({ headers }, response) => {
      if (headers.authorization === 'Bearer mine') return false;
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="https://auth.example.com/token"' }).end();
      return true;
    });
    expect((await resolve({ token: 'mine' })).digest).toBe(image.manifest.digest);
  });

  it('credentials: they are in no error', async () => {
    registry.script((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="hunter2"' }).end('hunter2');
      return true;
    });
    const error = await resolve(bob).catch((thrown: Error) => thrown);
    expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toMatch(/hunter2|Ym9i/);
  });
});
