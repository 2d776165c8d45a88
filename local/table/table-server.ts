import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';

export interface TableServer {
  endpoint: string;
  close(): Promise<void>;
}

/**
 * dynalite over a LevelDB directory on a free loopback port. It takes any credentials and lets every web page in; this one
 * answers only requests signed with the given access key id, and none that comes from a page.
 */
export async function tableServer(directory: string, accessKeyId: string): Promise<TableServer> {
  const server = dynalite({ path: directory, createTableMs: 0 });
  const [answer] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isOurs = request.headers.authorization?.includes(`Credential=${accessKeyId}/`) === true;
    if (isOurs && request.headers.origin === undefined) whole(request, (complete) => answer?.(complete, response));
    else response.writeHead(403).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

// dynalite ends its thread when a client goes away in the middle of a request: it gets only those that have arrived.
function whole(request: IncomingMessage, then: (complete: IncomingMessage) => void): void {
  const chunks: Buffer[] = [];
  request.on('error', () => {});
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    then(Object.assign(Readable.from(chunks), { method, url, headers }) as IncomingMessage);
  });
}
