import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { type Dialer, guardedDialer } from '../../functions/network/dialer.ts';
import { authorizations } from '../../functions/registry/auth/authorizations.ts';
import { defaultRegistryLimits as limits } from '../../functions/registry/limits.ts';
import type { EcrCredentials, EcrRegistry, RegistryCredentials } from '../../functions/registry/ports.ts';
import { openRepository } from '../../functions/registry/repository.ts';
import { buildImage } from '../../sample/images/build-image.ts';
import { handTiming } from './hand-timing.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const basic = (password: string) => `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`;

describe('ECR', () => {
  let registry: ScriptedRegistry;
  const policy = addressPolicy({ loopback: true });
  const loopback = guardedDialer({ policy, responseMs: 5_000 });
  // Whoever is called, the scripted registry answers.
  const dialer: Dialer = {
    get: (url, call) => loopback.get(new URL(url.pathname, registry.url), { ...call, trust: 'loopback' }),
    close: () => loopback.close(),
  };
  beforeAll(async () => {
    registry = await scriptedRegistry();
    registry.add('app', '1', buildImage({ layers: [] }));
    registry.script(({ headers }, response) => {
      if (headers.authorization === basic('ours')) return false;
      response
        .writeHead(401, { 'www-authenticate': 'Basic realm="https://ecr.example/",service="ecr.amazonaws.com"' })
        .end();
      return true;
    });
  });
  afterAll(() => {
    dialer.close();
    return registry.close();
  });
  const get = (registryHost: string, ecrCredentials?: EcrCredentials, given?: RegistryCredentials) => {
    const timing = handTiming();
    const deps = {
      policy,
      dialer,
      limits,
      timing,
      realms: {},
      authorizations: authorizations(timing.epoch),
      ecrCredentials,
    };
    const repository = openRepository(deps, { registry: registryHost, repository: 'app' }, given);
    return repository.get({ path: 'manifests/1', asked: 'manifest' });
  };

  it('ECR: a registry of Amazon is read by the rights of the deployment', async () => {
    const asked: EcrRegistry[] = [];
    const { answer } = await get(host, async (ecr) => {
      asked.push(ecr);
      return { username: 'AWS', password: 'ours' };
    });
    answer.destroy();
    expect(answer.statusCode).toBe(200);
    expect(asked).toEqual([{ account: '123456789012', region: 'eu-west-1' }]);
  });

  it('ECR: credentials of the caller come first, and other hosts never see those of the deployment', async () => {
    const never: EcrCredentials = () => Promise.reject(new Error('nobody was to ask'));
    await expect(get(host, never, { username: 'AWS', password: 'theirs' })).rejects.toMatchObject({
      code: 'registry_refused',
    });
    await expect(get('ecr.example.com', never)).rejects.toMatchObject({ code: 'registry_refused' });
  });

  it('ECR: a deployment without rights is refused as anyone is', async () => {
    await expect(get(host)).rejects.toMatchObject({ code: 'registry_refused' });
    await expect(get(host, async () => undefined)).rejects.toMatchObject({ code: 'registry_refused' });
  });
});
