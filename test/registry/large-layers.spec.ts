import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as plainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { registryClient } from '../../functions/registry/client.ts';
import type { ResolvedImage } from '../../functions/registry/ports.ts';
import { pullThrough } from '../../functions/registry/transfers/pull-through.ts';
import { blob, describeBlob, sha256 } from '../../sample/images/build-image.ts';
import { selfSigned } from './self-signed.ts';

const { cert, key } = selfSigned('registry.corp');
const layers = [9_000_001, 5_000_000].map((size) => blob('application/vnd.oci.image.layer.v1.tar', randomBytes(size)));

/** An image whose documents nobody asks for. */
const imageAt = (host: string): ResolvedImage => ({
  reference: parseReference(`${host}/app:1`),
  digest: `sha256:${'1'.repeat(64)}`,
  platform: { os: 'linux', architecture: 'amd64' },
  ...{ manifest: Buffer.alloc(0), mediaType: '', config: describeBlob(blob('', {})), configBytes: Buffer.alloc(0) },
  layers: layers.map(describeBlob),
  diffIds: layers.map(({ digest }) => digest),
});
const inOnePiece: RequestListener = ({ url }, response) => {
  const { bytes } = layers.find(({ digest }) => url?.endsWith(digest))!;
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};
const chunked: RequestListener = ({ url }, response) => {
  const { bytes } = layers.find(({ digest }) => url?.endsWith(digest))!;
  for (let at = 0; at < bytes.length; at += 7_001) response.write(bytes.subarray(at, at + 7_001));
  response.end();
};

describe('large layers', () => {
  it.each([
    ['in plain http', inOnePiece, plainServer, (port: number) => `127.0.0.1:${port}`],
    ['in small chunks', chunked, plainServer, (port: number) => `127.0.0.1:${port}`],
    ['over TLS', inOnePiece, createServer.bind(null, { cert, key }), (port: number) => `registry.corp:${port}`],
  ] as const)('large layers: %s pass whole, twice over the same connections', async (_, answer, create, hostOf) => {
    const server = create(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = hostOf((server.address() as AddressInfo).port);
    const client = registryClient({
      policy: addressPolicy({ loopback: true, privateHosts: readPrivateHosts(`${host}=127.0.0.1`) }),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      authorities: [cert],
    });
    const served = await pullThrough({ client }, imageAt(host));
    const [base, name] = served.reference.split(/[/@]/);
    const read = async (digest: string): Promise<string> => {
      const passed = await fetch(`http://${base}/v2/${name}/blobs/${digest}`);
      return sha256(new Uint8Array(await passed.arrayBuffer()));
    };
    const digests = layers.map(({ digest }) => digest);
    for (let round = 0; round < 2; round++) expect(await Promise.all(digests.map(read))).toEqual(digests);
    await served.complete();
    await served.close();
    client.close();
    server.close();
  });
});
