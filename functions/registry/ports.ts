import type { Readable } from 'node:stream';
import type { Platform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';

/** What a caller may show a registry; never kept beyond the pull, never in an error or a log. */
export interface RegistryCredentials {
  username?: string;
  password?: string;
  /** a bearer token the registry itself takes, sent as it is */
  token?: string;
}

export interface Descriptor {
  mediaType: string;
  /** `sha256:` and 64 hex digits */
  digest: string;
  /** bytes */
  size: number;
}

/** One image of one platform, everything by digest; all of it was checked. */
export interface ResolvedImage {
  reference: ImageReference;
  /** of the manifest of this platform */
  digest: string;
  /** of the index that the reference named, if it was one */
  indexDigest?: string;
  platform: Platform;
  manifest: Uint8Array;
  mediaType: string;
  config: Descriptor;
  configBytes: Uint8Array;
  /** bottom to top, one per diff id */
  layers: Descriptor[];
  diffIds: string[];
  /** the registry's mark of what the reference named */
  etag?: string;
}

/** What a tag named when it was last asked for. */
export interface KnownTag {
  /** of the index or manifest that it named */
  digest: string;
  /** the registry's mark of that, where it gave one */
  etag?: string;
}

export interface ResolveOptions {
  /** linux/amd64 when absent */
  platform?: Platform | undefined;
  credentials?: RegistryCredentials | undefined;
  signal?: AbortSignal | undefined;
}

export interface BlobOptions {
  credentials?: RegistryCredentials | undefined;
  signal?: AbortSignal | undefined;
  /** told of bytes as they arrive */
  onBytes?: ((bytes: number) => void) | undefined;
}

/** Rejects with the DrydockErrors that docs/registries.md lists, or with the reason of the signal that was aborted. */
export interface RegistryClient {
  resolve(reference: ImageReference, options?: ResolveOptions): Promise<ResolvedImage>;
  /** Undefined when the tag names what it did: one conditional request. */
  resolveChanged(
    reference: ImageReference,
    known: KnownTag | undefined,
    options?: ResolveOptions,
  ): Promise<ResolvedImage | undefined>;
  /** Bytes of a blob of this image; the last of them only after size and sha256 were found right, else the stream fails. */
  openBlob(image: Pick<ResolvedImage, 'reference'>, blob: Descriptor, options?: BlobOptions): Readable;
  /** Ends idle connections. */
  close(): void;
}

/** An OCI artifact of one layer, such as a database. */
export interface OpenedArtifact {
  /** of the manifest */
  digest: string;
  /** of the layer */
  mediaType: string;
  /** of the layer, bytes */
  size: number;
  /** fails when size or sha256 are not as the manifest says; to be read to its end or destroyed */
  layer: Readable;
}

/** Rejects as RegistryClient does. */
export interface ArtifactClient {
  openArtifact(
    reference: ImageReference,
    options?: Pick<BlobOptions, 'credentials' | 'signal'>,
  ): Promise<OpenedArtifact>;
}

/** A private registry of Amazon, as its host name tells. */
export interface EcrRegistry {
  account: string;
  region: string;
}

/** User and password for a registry of ECR, by the rights of this deployment; undefined where it has none for it. */
export type EcrCredentials = (registry: EcrRegistry, signal?: AbortSignal) => Promise<RegistryCredentials | undefined>;
