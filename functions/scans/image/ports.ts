import type { ScanTools } from '../../image/coverage.ts';
import type { Platform } from '../../image/platform.ts';
import type { ImageReference } from '../../image/reference.ts';
import type { ImageAnalysis } from './image-analysis.ts';
import type { CheckedResult, ImageRecord, ImageResult, ResultChange } from './image-record.ts';
import type { ImageScan, ScanPhase, ScanProgress } from './image-scan.ts';

export interface ImageScanPage {
  scans: ImageScan[];
  /** position after the last scan; absent on the last page */
  next?: string;
}

export interface ImageScanQuery {
  tenant: string;
  limit: number;
  /** a position of this store, rejected with `bad_cursor` when it is none */
  after?: string;
  /** registry and repository */
  repository?: string;
  /** whole reference; needs `repository` */
  image?: string;
}

/** Rows of image scans. Every method may reject with DrydockError `storage_unavailable`. An expired row is gone for readers. */
export interface ImageScanStore {
  /** False when there is a row of this id. */
  create(scan: ImageScan): Promise<boolean>;
  read(tenant: string, id: string): Promise<ImageScan | undefined>;
  /** Writes only while the row's fencing number is `fence`; false when it is not, or the row is gone. Written twice by a retry it is still true. */
  replace(scan: ImageScan, fence: number): Promise<boolean>;
  /** The row that was. */
  remove(tenant: string, id: string): Promise<ImageScan | undefined>;
  /** Newest `submitted` first. */
  list(query: ImageScanQuery): Promise<ImageScanPage>;
  /** Scans of all tenants whose `due` is not after `now`, the most overdue first. */
  due(now: number, limit: number): Promise<{ tenant: string; id: string }[]>;
}

export interface ImagePage {
  images: ImageRecord[];
  next?: string;
}

export interface HistoryPage {
  results: ImageResult[];
  next?: string;
}

export interface HistoryQuery {
  tenant: string;
  digest: string;
  limit: number;
  after?: string;
  /** all platforms when absent */
  platform?: string;
}

/** Images by digest, with the results of their scans. Rejects as ImageScanStore does. */
export interface ImageStore {
  /** Keeps the newest result of the image; an older one changes nothing. */
  record(image: ImageRecord): Promise<void>;
  /** Notes that these results were found again: readers of an image see it while the result is its newest. */
  noteChecked(images: readonly (ImageRecord & { checked: CheckedResult })[]): Promise<void>;
  /** Enters a result in the image's history; one that is there stays as it is. */
  addResult(result: ImageResult): Promise<void>;
  /** One record for each platform. */
  read(tenant: string, digest: string): Promise<ImageRecord[]>;
  /** Those of these images that there are, in no order. */
  readEach(tenant: string, images: readonly { digest: string; platform: string }[]): Promise<ImageRecord[]>;
  /** Newest `scanned` first. */
  list(query: { tenant: string; limit: number; after?: string }): Promise<ImagePage>;
  /** Newest first, by platform. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** The results of the same platform just before and just after this one. */
  neighbours(result: ImageResult): Promise<{ before?: ImageResult; after?: ImageResult }>;
  /** Keeps the `change` of a result that is in the history, unless it holds one against a later result. */
  linkResult(result: ImageResult & { change: ResultChange }): Promise<void>;
  /** Forgets the image and its history. */
  remove(tenant: string, digest: string): Promise<void>;
}

/** An Idempotency-Key in use. `scan` is absent while the first request is being answered. */
export interface IdempotencyClaim {
  tenant: string;
  /** digest of the key */
  key: string;
  /** digest of the request */
  request: string;
  /** milliseconds since 1970 */
  claimed: number;
  /** seconds since 1970 */
  expires: number;
  scan?: string;
}

export interface IdempotencyStore {
  /** The claim that stands: this one, or the one that was there first. */
  claim(claim: IdempotencyClaim): Promise<IdempotencyClaim>;
  /** Notes the scan that the request led to. */
  settle(claim: IdempotencyClaim, scan: string): Promise<void>;
  /** The request failed: the key is free again. */
  release(claim: IdempotencyClaim): Promise<void>;
}

/** A doorbell: look at this scan. `sealed` holds registry credentials: see seal-credentials.ts. */
export interface ScanMessage {
  tenant: string;
  id: string;
  generation: number;
  sealed?: string;
}

/** Delivers messages at least once, in no order. */
export interface ScanQueue {
  /** Resolves when the message is as safe as the queue is. */
  ring(message: ScanMessage): Promise<void>;
}

/** Keeps reports. Rejects with DrydockError `storage_unavailable`. */
export interface ReportStore {
  /** Resolves when the whole object can be read back. */
  put(key: string, json: Uint8Array): Promise<void>;
  read(key: string): Promise<Uint8Array | undefined>;
  /** Also of an object that is not there. */
  remove(key: string): Promise<void>;
  /** A URL that gives the object to whoever knows it, for so many seconds. */
  link(key: string, seconds: number): Promise<string>;
}

/** What a caller may show a registry; never kept. */
export interface ImageCredentials {
  username?: string;
  password?: string;
  token?: string;
}

/** Digest and platform of what a reference names now. Rejects with the DrydockErrors of the registry. */
export interface ImageResolver {
  resolve(
    reference: ImageReference,
    options: { platform: Platform; credentials?: ImageCredentials; signal: AbortSignal },
  ): Promise<{ digest: string; indexDigest?: string }>;
}

export interface ScanOrder {
  /** by digest */
  reference: ImageReference;
  platform: Platform;
  scanners: readonly string[];
  credentials?: ImageCredentials;
  /** no analysis that is kept is used */
  afresh: boolean;
  /** the attempt before ran out of memory */
  saveMemory: boolean;
  /** milliseconds that are left */
  deadlineMs: number;
  signal: AbortSignal;
  onProgress: (phase: ScanPhase, progress?: ScanProgress) => void;
}

export interface ScannedImage extends ScanTools {
  analysis?: ImageAnalysis;
  /** Trivy's JSON of a scan that was complete; it may name the image as the scanner was given it */
  report: string;
}

/** Pulls, analyses and matches one image. Rejects with a DrydockError; a result counts only when every byte of the image was verified. */
export interface ImageScanner {
  scan(order: ScanOrder): Promise<ScannedImage>;
}

/** The database that scans use now; rejects with `database_missing` when there is none. */
export type CurrentDatabase = () => Promise<{ generation: string }>;

/**
 * Images of one tenant in their order; those that a change of the database does not touch as checked with the one in use, which is named
 * where the caller knows it: see functions/rescans/rematch.
 */
export type DeriveChecks = (images: readonly ImageRecord[], database?: string) => Promise<ImageRecord[]>;

/** Keeps what else follows from a result that is in the history: see functions/rescans. Safe to do again, in any order. */
export type FollowResult = (image: ImageRecord) => Promise<void>;

/** Somebody asks for an image under this name: looks up at once what is noted of it, and gives what notes the use of the digest that it names. */
export type BeginUse = (asked: Pick<ImageRecord, 'tenant' | 'image' | 'platform'>) => (digest: string) => Promise<void>;

/** Removes what FollowResult kept of an image. */
export type ForgetImage = (image: ImageRecord) => Promise<void>;

/** Places for callers that wait for the end of a scan, shared by all that answer requests. Rejects with DrydockError `storage_unavailable`. */
export interface WaitPlaces {
  /** For at most so many milliseconds; resolves with what gives the place back, or with undefined when none is free. */
  take(ms: number): Promise<(() => Promise<void>) | undefined>;
}
