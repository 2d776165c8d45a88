import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { registryClient } from '../../functions/registry/client.ts';
import type { RegistryCredentials } from '../../functions/registry/ports.ts';
import { pullThrough } from '../../functions/registry/transfers/pull-through.ts';
import { buildImage, sha256 } from '../../sample/images/build-image.ts';
import { buildIndex } from '../../sample/images/build-index.ts';
import { pushImage } from '../images/push-image.ts';
import { type Distribution, hasDistribution, htpasswd, startDistribution } from './distribution.ts';
import { selfSigned } from './self-signed.ts';
import { startTokenServer, type TokenServer } from './token-server.ts';

const bob = { username: 'bob', password: 'hunter2' };
const basic = `Basic ${Buffer.from('bob:hunter2').toString('base64')}`;
const image = buildImage({ layers: [{ files: { a: 'a' } }, { files: { b: 'b' }, compression: 'zstd' }] });
const arm = buildImage({ platform: { os: 'linux', architecture: 'arm64' }, layers: [{ files: { arm: 'arm' } }] });
const index = buildIndex({ images: [arm, image], attestations: true });

if (!hasDistribution)
  console.info('docker-registry: skipped; install the Debian package of that name to run these tests');

describe.skipIf(!hasDistribution)('the registry of the distribution project', () => {
  let registry: Distribution;
  const pull = async (credentials?: RegistryCredentials, name = 'team/app:1') => {
    const client = registryClient({ policy: addressPolicy({ loopback: true }) });
    try {
      const resolved = await client.resolve(parseReference(`${registry.host}/${name}`), { credentials });
      const through = await pullThrough({ client }, resolved, { credentials });
      const [host, rest] = through.reference.split(/\/(.*)@/) as [string, string];
      const layers = resolved.layers.map(async ({ digest }) => {
        const { body } = await fetch(`http://${host}/v2/${rest}/blobs/${digest}`);
        return sha256(await buffer(body!));
      });
      const digests = await Promise.all(layers);
      await through.complete();
      await through.close();
      return { digest: resolved.digest, indexDigest: resolved.indexDigest, digests };
    } finally {
      client.close();
    }
  };
  const whole = {
    digest: image.manifest.digest,
    indexDigest: index.index.digest,
    digests: image.layers.map(({ digest }) => digest),
  };

  describe('without passwords', () => {
    beforeAll(async () => {
      registry = await startDistribution();
      await pushImage(registry.url, 'team/app', '1', index);
    });
    afterAll(() => registry.stop());

    it('docker-registry: an image of an index comes through whole', async () => {
      expect(await pull()).toEqual(whole);
    });

    it('docker-registry: an unknown tag or repository is not found', async () => {
      for (const name of ['team/app:2', 'team/other:1', `team/app@sha256:${'0'.repeat(64)}`]) {
        await expect(pull(undefined, name)).rejects.toMatchObject({ code: 'image_not_found' });
      }
    });
  });

  describe('with Basic authentication', () => {
    beforeAll(async () => {
      registry = await startDistribution({ htpasswd: { realm: 'test', path: 'htpasswd' } }, { htpasswd });
      await pushImage(registry.url, 'team/app', '1', index, { authorization: basic });
    });
    afterAll(() => registry.stop());

    it('docker-registry: user and password open it, nothing else does', async () => {
      expect(await pull(bob)).toEqual(whole);
      for (const credentials of [undefined, { ...bob, password: 'wrong' }, { token: 'x' }]) {
        await expect(pull(credentials)).rejects.toMatchObject({ code: 'registry_refused' });
      }
    });
  });

  describe('with a token server', () => {
    let tokens: TokenServer;
    beforeAll(async () => {
      const pair = selfSigned('issuer.test');
      tokens = await startTokenServer(pair, basic);
      const token = { realm: tokens.url, service: 'test', issuer: 'test', rootcertbundle: 'roots.pem' };
      registry = await startDistribution({ token }, { 'roots.pem': pair.cert });
      const scope = 'repository:team/app:pull,push';
      const answer = await fetch(`${tokens.url}?service=test&scope=${scope}`, { headers: { authorization: basic } });
      const { token: pushToken } = (await answer.json()) as { token: string };
      await pushImage(registry.url, 'team/app', '1', index, { authorization: `Bearer ${pushToken}` });
    });
    afterAll(async () => {
      await registry.stop();
      await tokens.close();
    });

    it('docker-registry: the token of a user opens it, no other does', async () => {
      expect(await pull(bob)).toEqual(whole);
      for (const credentials of [undefined, { ...bob, password: 'wrong' }, { token: 'x' }]) {
        await expect(pull(credentials)).rejects.toMatchObject({ code: 'registry_refused' });
      }
    });
  });
});
