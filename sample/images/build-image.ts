import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type TarEntry, writeTar } from './write-tar.ts';

export interface ImageBlob {
  mediaType: string;
  /** `sha256:` and 64 hex digits */
  digest: string;
  bytes: Uint8Array;
}

export type Compression = 'gzip' | 'zstd' | 'none';

export interface LayerSource {
  /** path -> content */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** directories, links, modes: whatever `files` cannot say; written after them */
  entries?: readonly TarEntry[];
  /** paths of lower layers that are gone */
  whiteouts?: readonly string[];
  /** directories whose content of lower layers is gone */
  opaque?: readonly string[];
  /** gzip when absent */
  compression?: Compression;
  /** bytes taken as they are instead of an archive of the above */
  bytes?: Uint8Array;
  /** for a layer type of no image, or a nondistributable one */
  mediaType?: string;
}

export interface ImageSource {
  layers: readonly LayerSource[];
  /** linux/amd64 when absent */
  platform?: { os: string; architecture: string; variant?: string };
  /** OCI when absent */
  format?: 'oci' | 'docker';
  /** changes the config before it is written, say to add `config.Env` or to lie about diff ids */
  alterConfig?: (config: ImageConfig) => object;
  /** changes the manifest before it is written */
  alterManifest?: (manifest: ImageManifest) => object;
}

export interface ImageConfig {
  os: string;
  architecture: string;
  variant?: string;
  created: string;
  config: Record<string, unknown>;
  rootfs: { type: 'layers'; diff_ids: string[] };
  history: object[];
}

export interface ManifestDescriptor {
  mediaType: string;
  digest: string;
  size: number;
  urls?: string[];
}

export interface ImageManifest {
  schemaVersion: 2;
  mediaType: string;
  config: ManifestDescriptor;
  layers: ManifestDescriptor[];
}

export interface BuiltImage {
  manifest: ImageBlob;
  config: ImageBlob;
  layers: ImageBlob[];
  platform: { os: string; architecture: string; variant?: string };
}

const ociLayer = 'application/vnd.oci.image.layer.v1.tar';
const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar';
const layerTypes = {
  oci: { none: ociLayer, gzip: `${ociLayer}+gzip`, zstd: `${ociLayer}+zstd` },
  docker: { none: dockerLayer, gzip: `${dockerLayer}.gzip`, zstd: `${dockerLayer}.zstd` },
};
const manifestTypes = {
  oci: 'application/vnd.oci.image.manifest.v1+json',
  docker: 'application/vnd.docker.distribution.manifest.v2+json',
};
const configTypes = {
  oci: 'application/vnd.oci.image.config.v1+json',
  docker: 'application/vnd.docker.container.image.v1+json',
};

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function blob(mediaType: string, content: object | Uint8Array): ImageBlob {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  return { mediaType, digest: sha256(bytes), bytes };
}

export function describeBlob({ mediaType, digest, bytes }: ImageBlob): ManifestDescriptor {
  return { mediaType, digest, size: bytes.length };
}

/** An image in memory, the same bytes for the same source. */
export function buildImage(source: ImageSource): BuiltImage {
  const { format = 'oci', platform = { os: 'linux', architecture: 'amd64' } } = source;
  const layers = source.layers.map((layer) => buildLayer(layer, format));
  const config: ImageConfig = {
    ...platform,
    created: '2024-01-01T00:00:00Z',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created_by: 'buildImage' })),
  };
  const configBlob = blob(configTypes[format], source.alterConfig?.(config) ?? config);
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: manifestTypes[format],
    config: describeBlob(configBlob),
    layers: layers.map((layer) => describeBlob(layer.blob)),
  };
  return {
    manifest: blob(manifestTypes[format], source.alterManifest?.(manifest) ?? manifest),
    config: configBlob,
    layers: layers.map((layer) => layer.blob),
    platform,
  };
}

function buildLayer(source: LayerSource, format: 'oci' | 'docker'): { blob: ImageBlob; diffId: string } {
  const { compression = 'gzip' } = source;
  const tar = source.bytes ?? writeTar(layerEntries(source));
  const pack = { none: (bytes: Uint8Array) => bytes, gzip: gzipSync, zstd: zstdCompressSync }[compression];
  const mediaType = source.mediaType ?? layerTypes[format][compression];
  return { blob: blob(mediaType, source.bytes ?? pack(tar)), diffId: sha256(tar) };
}

function layerEntries(source: LayerSource): TarEntry[] {
  const beside = (path: string, name: string): string => path.slice(0, path.lastIndexOf('/') + 1) + name;
  const files = Object.entries(source.files ?? {}).map(([path, body]) => ({ path, body }));
  const gone = (source.whiteouts ?? []).map((path) => beside(path, `.wh.${path.slice(path.lastIndexOf('/') + 1)}`));
  const emptied = (source.opaque ?? []).map((path) => `${path}/.wh..wh..opq`);
  return [...files, ...(source.entries ?? []), ...[...gone, ...emptied].map((path) => ({ path }))];
}
