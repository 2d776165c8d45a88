import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { type RegistryClientDeps, registryClient } from '../../functions/registry/client.ts';
import { handTiming } from './hand-timing.ts';
import { selfSigned } from './self-signed.ts';

describe('https', () => {
  const { cert, key } = selfSigned('registry.corp');
  const requests: string[] = [];
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer({ cert, key }, (request, response) => {
      requests.push(`${request.headers.host}${request.url}`);
      response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const resolve = async (host: string, deps: Partial<RegistryClientDeps> = {}) => {
    const privateHosts = readPrivateHosts(`${host}:${port}=127.0.0.1`);
    const client = registryClient({
      policy: addressPolicy({ privateHosts }),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      timing: handTiming(),
      ...deps,
    });
    try {
      return await client.resolve(parseReference(`${host}:${port}/app:1`));
    } finally {
      client.close();
    }
  };

  it('https: a private registry with a certificate of a named authority is asked by its name', async () => {
    await expect(resolve('registry.corp', { authorities: [cert] })).rejects.toMatchObject({ code: 'image_not_found' });
    expect(requests).toEqual([`registry.corp:${port}/v2/app/manifests/1`]);
  });

  it('https: a certificate nobody vouches for, or of another name, gets no request', async () => {
    requests.length = 0;
    const untrusted = { code: 'registry_unavailable', message: expect.stringContaining('certificate') };
    await expect(resolve('registry.corp')).rejects.toMatchObject(untrusted);
    await expect(resolve('other.corp', { authorities: [cert] })).rejects.toMatchObject(untrusted);
    expect(requests).toEqual([]);
  });
});
