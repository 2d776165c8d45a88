const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export interface RegistryLimits {
  /** bytes of one manifest or index */
  manifestBytes: number;
  configBytes: number;
  /** bytes of a token server's answer */
  tokenBytes: number;
  layers: number;
  /** indexes inside each other, the outermost counted */
  indexDepth: number;
  /** bytes of one layer as it is transferred */
  layerBytes: number;
  /** bytes of all layers as they are transferred */
  imageBytes: number;
  /** bytes of all layers unpacked */
  unpackedBytes: number;
  /** unpacked to packed bytes of a layer, once it has unpacked to more than `ratioFreeBytes` */
  ratio: number;
  ratioFreeBytes: number;
  /** gzip layers up to this many packed bytes are unpacked to count; of larger ones only the packed bytes count */
  inflateBytes: number;
  redirects: number;
  /** of one host, and how many at once after a rest */
  requestsPerSecond: number;
  requestBurst: number;
  /** from one registry at the same time, of all scans of this process */
  transfers: number;
  /** tries of one request or of a transfer that breaks */
  attempts: number;
  /** until the headers of an answer are there, connection included */
  responseMs: number;
  /** a transfer slower than `bytesPerSecond` over this time is given up */
  slowMs: number;
  bytesPerSecond: number;
  /** for one blob as a whole */
  blobMs: number;
  /** at most this much of a registry's Retry-After is believed, in seconds */
  retryAfterSeconds: number;
  /** how long a refusal is answered without asking again */
  refusalMs: number;
}

/**
 * A layer of nothing but zeros unpacks by 1032 under gzip, which is as far as gzip goes; real images hold such files (300 MB and
 * more), so that the ratio counts only past the first half gigabyte.
 */
export const defaultRegistryLimits: RegistryLimits = {
  manifestBytes: 4 * MiB,
  configBytes: 4 * MiB,
  tokenBytes: 256 * KiB,
  layers: 512,
  indexDepth: 2,
  layerBytes: 2 * GiB,
  imageBytes: 4 * GiB,
  unpackedBytes: 16 * GiB,
  ratio: 1_000,
  ratioFreeBytes: 512 * MiB,
  inflateBytes: 4 * MiB,
  redirects: 5,
  requestsPerSecond: 20,
  requestBurst: 100,
  transfers: 16,
  attempts: 3,
  responseMs: 10_000,
  slowMs: 15_000,
  bytesPerSecond: 32 * KiB,
  blobMs: 600_000,
  retryAfterSeconds: 900,
  refusalMs: 60_000,
};
