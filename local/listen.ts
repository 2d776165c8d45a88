import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer } from '../functions/api/answer.ts';
import type { App } from '../functions/api/app.ts';
import type { Log } from '../functions/api/log.ts';
import { toEvent } from './event.ts';
import { type ReadBody, readBody } from './read-body.ts';
import { refuseTarget } from './refuse-target.ts';

export interface ListenOptions {
  app: App;
  host: string;
  /** 0: any free one */
  port: number;
  /** whether every socket of this user that is so may listen there, too; see share-port.ts */
  isShared?: boolean;
  /** no more of a body is read and handed to the app, which then refuses it */
  bodyBytes: number;
  /** milliseconds since 1970 */
  clock(): number;
  log: Log;
}

export interface Listener {
  /** the address it is bound to */
  address: string;
  port: number;
  /** Stops listening and resolves when running requests have their answers, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
};
/** How long the rest of a refused body is swallowed, so that a client that is still sending can read its answer. */
const lingerMs = 30_000;

/** Serves the app over node:http. Rejects with the error of `listen`, such as EADDRINUSE. */
export function listen(options: ListenOptions): Promise<Listener> {
  let isClosing = false;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (refuseTarget(request, response)) return;
    // One byte for the refusal, five for a `file=` that does not count.
    readBody(request, options.bodyBytes + 6, (body) => {
      const event = toEvent(request, body.bytes, randomUUID(), options.clock());
      options
        .app(event)
        .then((answer) => send(request, response, answer, body, isClosing))
        .catch((error: unknown) => {
          options.log.error('answer not sent', { error });
          response.destroy();
        });
    });
  };
  const server = createServer(timeouts, serve);
  server.on('connect', refuseTunnel);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const { host, port, isShared = false } = options;
    server.listen({ host, port, reusePort: isShared }, () => {
      const bound = server.address() as AddressInfo;
      resolve({
        address: bound.address,
        port: bound.port,
        close(graceMs) {
          isClosing = true;
          return closeServer(server, graceMs);
        },
      });
    });
  });
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, body: ReadBody, last: boolean): void {
  const hasBody = request.method !== 'HEAD' && answer.statusCode !== 204 && answer.statusCode !== 304;
  const headers: Record<string, string | number> = { ...answer.headers };
  // A text goes out in one write with its headers.
  const content = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body;
  const length = Buffer.byteLength(content);
  // Text of as many bytes as characters is ASCII, which reaches the socket with fewer copies when Node is told so.
  const encoding = length === content.length ? 'latin1' : 'utf8';
  if (hasBody) headers['content-length'] = length;
  if (last || !body.isWhole) headers.connection = 'close';
  response.writeHead(answer.statusCode, headers);
  if (body.isWhole) {
    response.end(hasBody ? content : undefined, encoding);
    return;
  }
  // The answer is complete for the client; ending it now would reset the connection under its request.
  response.write(content, encoding);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.once('end', end).once('close', end).resume();
}

function refuseTunnel(_request: IncomingMessage, socket: Socket): void {
  const text = '404 page not found\n';
  const head = `HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`);
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
