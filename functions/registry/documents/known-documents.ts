import { keepNewest } from '../keep-newest.ts';

/** Manifests and configs that were fetched and verified, by who may pull what; a digest always names the same bytes. */
export interface KnownDocuments {
  find(puller: string, digest: string): Buffer | undefined;
  keep(puller: string, digest: string, bytes: Buffer): void;
}

const most = 512;
// So that all of them take no more than 32 MiB.
const largestBytes = 64 * 1024;

export function knownDocuments(): KnownDocuments {
  const kept = new Map<string, Buffer>();
  return {
    find: (puller, digest) => kept.get(`${puller} ${digest}`),
    keep(puller, digest, bytes) {
      if (bytes.length <= largestBytes) keepNewest(kept, `${puller} ${digest}`, bytes, most);
    },
  };
}
