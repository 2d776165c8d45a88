import type { KeyObject } from 'node:crypto';

/** The stored result of a manifest scan. Never the manifest: it may hold secrets. */
export interface ManifestScan {
  tenant: string;
  /** 32 lower-case hex digits; the same body with the same options, engine and schemas has the same id */
  id: string;
  /** how many documents the body held; more than `objects` has when the list was cut (summarize-reports.ts) */
  documents: number;
  /** the first documents in their order, names cut to a bounded length */
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
  /** numbers of findings */
  critical: number;
  passed: number;
  advise: number;
}

export interface ScanPage {
  scans: ManifestScan[];
  /** position after the last scan; absent on the last page */
  next?: string;
}

/**
 * Keeps results of manifest scans. Every method may reject with DrydockError `storage_unavailable`.
 * A scan whose `expires` has passed is gone for readers, and counts from one again when it is seen anew.
 */
export interface ManifestScanStore {
  /** Adds `scan.count` sightings of a scan; resolves when it is durable, or at once when the host writes later. */
  record(scan: ManifestScan, signal?: AbortSignal): Promise<'stored' | 'pending' | 'dropped'>;
  read(tenant: string, id: string): Promise<ManifestScan | undefined>;
  /** Newest `lastSeen` first. `object` is the whole object name; `after` a position of this store, rejected with `bad_cursor` when it is none. */
  list(query: { tenant: string; object?: string; limit: number; after?: string }): Promise<ScanPage>;
  /** False when there was none. */
  remove(tenant: string, id: string): Promise<boolean>;
}

/** Signs scan ids and cursors. A KeyObject makes an HMAC in a sixth of the time that bytes take. */
export type DeploymentKey = KeyObject | Uint8Array;

/** Milliseconds since 1970. */
export type Clock = () => number;

/** Calls `run` once after `ms` milliseconds; the returned function calls it off. */
export type Timer = (ms: number, run: () => void) => () => void;

/** What the use cases of this room say to the operator. */
export interface ScanLog {
  warn(message: string, fields?: Record<string, unknown>): void;
}

export interface ScanMetrics {
  count(name: string, value?: number): void;
}
