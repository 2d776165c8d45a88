import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BuiltImage } from '../../sample/images/build-image.ts';

/** A loopback registry with one image, named as the pull-through names it. */
export async function serveImage(image: BuiltImage): Promise<{ reference: string; close(): Promise<void> }> {
  const root = '/v2/0123456789abcdef0123456789abcdef';
  const parts = new Map([
    [`${root}/manifests/${image.manifest.digest}`, image.manifest],
    ...[image.config, ...image.layers].map((part) => [`${root}/blobs/${part.digest}`, part] as const),
  ]);
  const server = createServer((request, response) => {
    const part = parts.get(request.url ?? '');
    if (part !== undefined) response.setHeader('content-type', part.mediaType).end(part.bytes);
    else if (request.url === '/v2/') response.end('{}');
    else response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    reference: `127.0.0.1:${port}${root.slice('/v2'.length)}@${image.manifest.digest}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
