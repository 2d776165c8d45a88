import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { BuiltImage, ImageBlob } from './images/build-image.ts';
import type { BuiltIndex } from './images/build-index.ts';
import { type LoopbackListener, listenOnLoopback } from './listen-on-loopback.ts';

/** A registry on loopback that only gives: images by name, each with the tag `latest`. Any free port when `port` is 0. */
export function serveImages(
  images: Readonly<Record<string, BuiltImage | BuiltIndex>>,
  port = 0,
): Promise<LoopbackListener> {
  const parts = new Map<string, ImageBlob>();
  for (const [name, image] of Object.entries(images)) addImage(parts, `/v2/${name}`, image, ['latest']);
  return listenOnLoopback(
    createServer((request, response) => answer(parts, request, response)),
    port,
  );
}

function addImage(
  parts: Map<string, ImageBlob>,
  root: string,
  image: BuiltImage | BuiltIndex,
  tags: readonly string[],
): void {
  const isIndex = 'index' in image;
  const manifest = isIndex ? image.index : image.manifest;
  for (const name of [...tags, manifest.digest]) parts.set(`${root}/manifests/${name}`, manifest);
  for (const child of isIndex ? [...image.images, ...image.indexes] : []) addImage(parts, root, child, []);
  for (const part of isIndex ? [] : [image.config, ...image.layers]) parts.set(`${root}/blobs/${part.digest}`, part);
}

function answer(parts: Map<string, ImageBlob>, request: IncomingMessage, response: ServerResponse): void {
  const part = parts.get(request.url ?? '');
  if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405).end();
  else if (request.url === '/v2/') response.end('{}');
  else if (part === undefined) response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
  else {
    response.writeHead(200, {
      'content-type': part.mediaType,
      'content-length': part.bytes.length,
      'docker-content-digest': part.digest,
    });
    response.end(request.method === 'HEAD' ? undefined : part.bytes);
  }
}
