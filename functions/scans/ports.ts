/** The stored result of a manifest scan. Never the manifest: it may hold secrets. */
export interface ManifestScan {
  tenant: string;
  /** 32 lower-case hex digits; the same body with the same options, engine and schemas has the same id */
  id: string;
  objects: readonly ScannedObject[];
  /** documents whose schema was violated */
  invalid: number;
  /** lowest score of all documents */
  lowestScore: number;
  /** how often it was asked for */
  count: number;
  /** milliseconds since 1970 */
  firstSeen: number;
  lastSeen: number;
  /** seconds since 1970, when the row may vanish */
  expires: number;
  engine: string;
  kubernetesVersion: string;
  options: string;
}

export interface ScannedObject {
  object: string;
  valid: boolean;
  score: number;
  critical: number;
  passed: number;
  advise: number;
}

export interface ScanPage {
  scans: ManifestScan[];
  /** position after the last scan; absent on the last page */
  next?: string;
}

/** Keeps results of manifest scans. Every method may reject with DrydockError `storage_unavailable`. */
export interface ManifestScanStore {
  /** Adds `scan.count` sightings of a scan; resolves when it is durable, or at once when the host writes later. */
  record(scan: ManifestScan, signal?: AbortSignal): Promise<'stored' | 'pending' | 'dropped'>;
  read(tenant: string, id: string): Promise<ManifestScan | undefined>;
  /** Newest `lastSeen` first. `object` is the whole object name. */
  list(query: { tenant: string; object?: string; limit: number; after?: string }): Promise<ScanPage>;
  /** False when there was none. */
  remove(tenant: string, id: string): Promise<boolean>;
}
