import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { BuiltImage, ImageBlob } from '../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../sample/images/build-index.ts';

/** Answers a request itself, or returns false to leave it to the registry. */
export type Script = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface ScriptedRegistry {
  /** `127.0.0.1:port` */
  host: string;
  url: string;
  requests: { path: string; headers: IncomingHttpHeaders }[];
  /** connections ever made */
  connections(): number;
  add(repository: string, tag: string, image: BuiltImage | BuiltIndex): void;
  addBlob(blob: ImageBlob): void;
  /** replaces what is scripted */
  script(script: Script): void;
  close(): Promise<void>;
}

/** A registry on loopback that does what a test wants: honest, unless its script says otherwise; over https with a certificate for `localhost`. */
export async function scriptedRegistry(secure?: { cert: string; key: string }): Promise<ScriptedRegistry> {
  const parts = new Map<string, ImageBlob>();
  const requests: ScriptedRegistry['requests'] = [];
  let connections = 0;
  let script: Script = () => false;

  const add = (repository: string, tag: string, image: BuiltImage | BuiltIndex): void => {
    const top = 'index' in image ? image.index : image.manifest;
    for (const name of [tag, top.digest]) parts.set(`/v2/${repository}/manifests/${name}`, top);
    if ('index' in image) {
      for (const child of image.images) add(repository, child.manifest.digest, child);
      for (const inner of image.indexes) add(repository, inner.index.digest, inner);
    } else {
      for (const blob of [image.config, ...image.layers]) parts.set(blob.digest, blob);
    }
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    if (script(request, response)) return;
    const part = parts.get(path) ?? parts.get(/\/blobs\/(sha256:.+)$/.exec(path)?.[1] ?? '');
    if (part === undefined) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    else sendPart(part, path.includes('/manifests/'), request.headers.range, response);
  };
  const server = secure === undefined ? createServer(answer) : createSecureServer(secure, answer);
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = secure === undefined ? `127.0.0.1:${port}` : `localhost:${port}`;
  return {
    host,
    url: `${secure === undefined ? 'http' : 'https'}://${host}`,
    requests,
    connections: () => connections,
    add,
    addBlob: (blob) => void parts.set(blob.digest, blob),
    script(next) {
      script = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendPart(part: ImageBlob, isManifest: boolean, range: string | undefined, response: ServerResponse): void {
  const start = Number(/^bytes=([0-9]+)-$/.exec(range ?? '')?.[1] ?? 0);
  const bytes = part.bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': isManifest ? part.mediaType : 'application/octet-stream',
    'content-length': bytes.length,
    'docker-content-digest': part.digest,
    ...(start > 0 && { 'content-range': `bytes ${start}-${part.bytes.length - 1}/${part.bytes.length}` }),
  });
  response.end(bytes);
}
