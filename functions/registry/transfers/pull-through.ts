import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SystemSearch, systemSearch } from '../layers/system-search.ts';
import type { UnpackBudget } from '../layers/unpack-guard.ts';
import { defaultRegistryLimits, type RegistryLimits } from '../limits.ts';
import type { Descriptor, RegistryClient, RegistryCredentials, ResolvedImage } from '../ports.ts';
import { sendError, serveBlob } from './serve-blob.ts';
import { type Progress, transfers } from './transfers.ts';

export interface PullThroughDeps {
  client: Pick<RegistryClient, 'openBlob'>;
  limits?: Partial<RegistryLimits>;
  /** an unguessable repository name: 32 hex digits when absent */
  newName?: () => string;
}

export interface PullThroughOptions {
  credentials?: RegistryCredentials | undefined;
  /** ends all transfers */
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
  /** layers whose system the scanner knows already; none when absent */
  isKnownSystem?: ((digest: string) => boolean) | undefined;
}

/** A registry on loopback that knows one image and fetches its parts as they are asked for. */
export interface PullThrough {
  /** how to name the image: `127.0.0.1:port/name@sha256:…` */
  reference: string;
  progress(): Progress;
  /** whether this blob was served and had the digest it was asked for by */
  isVerified(digest: string): boolean;
  /** what was seen in the layers that were served */
  search: SystemSearch;
  /**
   * Resolves when every transfer that was asked for is complete and verified, those that the reader left early included.
   * Rejects with the DrydockError of the first that is not: what was read then counts for nothing.
   */
  complete(): Promise<void>;
  /** Ends what is under way and stops listening. */
  close(): Promise<void>;
}

const writeAheadBytes = 1024 * 1024;

/** Serves one resolved image to a scanner on this machine, under a name that nobody else knows. */
export async function pullThrough(
  deps: PullThroughDeps,
  image: ResolvedImage,
  options: PullThroughOptions = {},
): Promise<PullThrough> {
  const { client, newName = () => randomBytes(16).toString('hex') } = deps;
  const limits = { ...defaultRegistryLimits, ...deps.limits };
  const closing = new AbortController();
  const signal = options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
  const layers = new Map(image.layers.map((layer) => [layer.digest, layer]));
  const accounts = transfers([...layers.values()], options.onProgress);
  const budget: UnpackBudget = { bytes: 0 };
  const search = systemSearch(image.layers, options.isKnownSystem);
  const root = `/v2/${newName()}/`;

  const open = (blob: Descriptor, onBytes: (bytes: number) => void) => {
    const { credentials } = options;
    return client.openBlob(image, blob, { signal, onBytes, credentials });
  };
  const answer = (path: string, response: ServerResponse): void => {
    const digest = path.startsWith(`${root}blobs/`) ? path.slice(root.length + 'blobs/'.length) : '';
    const layer = layers.get(digest);
    if (layer !== undefined) {
      void accounts.run(layer, (account) =>
        serveBlob({ blob: layer, response, account, open, limits, budget, search }),
      );
    } else if (digest === image.config.digest) {
      sendBytes(response, image.config.mediaType, image.configBytes);
    } else if (path === `${root}manifests/${image.digest}`) {
      sendBytes(response, image.mediaType, image.manifest);
    } else if (path === '/v2/') {
      sendBytes(response, 'application/json', Buffer.from('{}'));
    } else {
      sendError(response, 404, 'NAME_UNKNOWN');
    }
  };

  const server = createServer({ highWaterMark: writeAheadBytes }, (request, response) => {
    if (request.method === 'GET') answer(request.url ?? '', response);
    else sendError(response, 405, 'UNSUPPORTED');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    reference: `127.0.0.1:${port}${root.slice('/v2'.length, -1)}@${image.digest}`,
    progress: () => accounts.progress(),
    isVerified: (digest) => accounts.isVerified(digest),
    search,
    complete: () => accounts.complete(),
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendBytes(response: ServerResponse, type: string, bytes: Uint8Array): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}
