export const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

export const manifestTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

export const configTypes: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

const oci = 'application/vnd.oci.image.layer.v1.tar';
const ociForeign = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const docker = 'application/vnd.docker.image.rootfs.diff.tar';

export const layerTypes: ReadonlySet<string> = new Set([
  ...['', '+gzip', '+zstd'].flatMap((packing) => [oci + packing, ociForeign + packing]),
  ...['', '.gzip', '.zstd'].map((packing) => docker + packing),
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
]);

/** What is asked for where either an index or a manifest will do. */
export const acceptHeader = [...indexTypes, ...manifestTypes].join(', ');
