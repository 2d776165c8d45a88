import { type BuiltImage, blob, buildImage, describeBlob, type ImageBlob } from './build-image.ts';

export interface BuiltIndex {
  index: ImageBlob;
  images: BuiltImage[];
  /** indexes inside this one */
  indexes: BuiltIndex[];
}

export interface IndexSource {
  images?: readonly BuiltImage[];
  indexes?: readonly BuiltIndex[];
  /** with a build attestation per image, first in the list, as BuildKit's `unknown/unknown` entries */
  attestations?: boolean;
  /** a Docker manifest list instead of an OCI index */
  docker?: boolean;
  alterIndex?: (index: { schemaVersion: 2; mediaType: string; manifests: object[] }) => object;
}

/** A multi-platform image. */
export function buildIndex(source: IndexSource): BuiltIndex {
  const images = [...(source.images ?? [])];
  const attestations = source.attestations === true ? images.map(attest) : [];
  const mediaType =
    source.docker === true
      ? 'application/vnd.docker.distribution.manifest.list.v2+json'
      : 'application/vnd.oci.image.index.v1+json';
  const index = {
    schemaVersion: 2 as const,
    mediaType,
    manifests: [
      ...attestations.map((attestation, position) => ({
        ...describeBlob(attestation.manifest),
        platform: attestation.platform,
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': images[position]!.manifest.digest,
        },
      })),
      ...images.map((image) => ({ ...describeBlob(image.manifest), platform: image.platform })),
      ...(source.indexes ?? []).map((inner) => describeBlob(inner.index)),
    ],
  };
  return {
    index: blob(mediaType, source.alterIndex?.(index) ?? index),
    images: [...attestations, ...images],
    indexes: [...(source.indexes ?? [])],
  };
}

function attest(image: BuiltImage): BuiltImage {
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', subject: [{ digest: image.manifest.digest }] };
  return buildImage({
    platform: { os: 'unknown', architecture: 'unknown' },
    layers: [{ bytes: Buffer.from(JSON.stringify(statement)), mediaType: 'application/vnd.in-toto+json' }],
  });
}
