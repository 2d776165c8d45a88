import type { Readable } from 'node:stream';

/** A database as a registry offers it. */
export interface Artifact {
  /** of the manifest: `sha256:` and 64 hex digits */
  digest: string;
  /** of its only layer */
  mediaType: string;
  /** of its only layer, bytes */
  size: number;
  /** The layer's bytes; the stream fails when size or sha256 are not as the manifest says. To be read to its end or destroyed. */
  layer: Readable;
}

/** Fetches OCI artifacts of one layer. */
export interface ArtifactSource {
  /** `repository` as in `ghcr.io/aquasecurity/trivy-db:2`. Rejects with DrydockError. */
  open(repository: string, signal?: AbortSignal): Promise<Artifact>;
}

/** Where Trivy itself looks, in its order. */
export const databaseRepositories: readonly string[] = [
  'mirror.gcr.io/aquasec/trivy-db:2',
  'ghcr.io/aquasecurity/trivy-db:2',
];
export const javaRepositories: readonly string[] = [
  'mirror.gcr.io/aquasec/trivy-java-db:1',
  'ghcr.io/aquasecurity/trivy-java-db:1',
];

export const databaseLayerType = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';
export const javaLayerType = 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip';
