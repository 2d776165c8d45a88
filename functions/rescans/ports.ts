import type { CoverageNotice, ScanTools } from '../image/coverage.ts';
import type { Platform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import type { TouchesResult } from '../image/reliance/database-changes.ts';
import type { Reliance } from '../image/reliance/reliance.ts';
import type { Severity } from '../image/severity.ts';
import type { TrivyReport } from '../image/trivy-report.ts';
import type { ImageAnalysis } from '../scans/image/image-analysis.ts';
import type { StoredReport } from '../scans/image/image-scan.ts';
import type { FirstSeen } from './clocks/clock.ts';
import type { AffectedImage, AffectedKey, CveEntry, CveKey, ImageIndex } from './cves/affected-image.ts';
import type { Run, RunBatch } from './runs/run.ts';
import type { KnownTag, Watch } from './watches/watch.ts';

/** Some of the clocks of a repository. `fence` is raised by every write. */
export interface ClockShard {
  tenant: string;
  repository: string;
  shard: number;
  fence: number;
  clocks: readonly FirstSeen[];
}

/** First-seen clocks. Every method of every store here may reject with DrydockError `storage_unavailable`. */
export interface ClockStore {
  /** Those that were ever written, in no order. */
  read(tenant: string, repository: string): Promise<ClockShard[]>;
  /** Writes only while the row's fencing number is `fence`, 0 for none; written twice by a retry it is still true. */
  replace(shard: ClockShard, fence: number): Promise<boolean>;
}

export interface AffectedPage {
  images: AffectedImage[];
  next?: string;
}

export interface CvePage {
  cves: CveEntry[];
  next?: string;
}

/** Which images have which CVE. */
export interface CveStore {
  readIndex(tenant: string, digest: string, platform: string): Promise<ImageIndex | undefined>;
  /** As ClockStore does. */
  replaceIndex(index: ImageIndex, fence: number): Promise<boolean>;
  /** Unless a newer result wrote the row. */
  putAffected(image: AffectedImage): Promise<void>;
  /** Unless a result newer than `scanned` wrote the row. */
  removeAffected(key: AffectedKey, scanned: number): Promise<void>;
  /** In one order that does not change. */
  listAffected(query: { tenant: string; cve: string; limit: number; after?: string }): Promise<AffectedPage>;
  /** How many images have it, `most` at most. */
  countAffected(key: CveKey, most: number): Promise<number>;
  readCves(keys: readonly CveKey[]): Promise<CveEntry[]>;
  /** Where there is none, or one that is marked or of a later time. */
  putCve(entry: CveEntry): Promise<void>;
  /** Says that it seems to be in no image any more; false when there is no entry. */
  markCve(key: CveKey, mark: string): Promise<boolean>;
  /** Removes the entry while it has this mark. */
  removeCve(key: CveKey, mark: string): Promise<void>;
  /** First seen last first, none before `since`. */
  listCves(query: {
    tenant: string;
    severities: readonly Severity[];
    since?: number;
    limit: number;
    after?: string;
  }): Promise<CvePage>;
}

/** What a tag of a registry names now. Rejects with the DrydockErrors of the registry. */
export interface TagFollower {
  /** Undefined when it names what is known; `etag` is the registry's mark of what it names. */
  resolveChanged(
    reference: ImageReference,
    known: KnownTag | undefined,
    options: { platform: Platform; signal: AbortSignal },
  ): Promise<{ digest: string; indexDigest?: string; etag?: string } | undefined>;
}

/** Names a watch or a run to a planner, who serves all tenants. */
export interface DueRow {
  tenant: string;
  id: string;
}

export interface WatchPage {
  watches: Watch[];
  next?: string;
}

/** What is scanned again and when. An expired row is gone for readers. */
export interface WatchStore {
  /** False when there is a watch of this id. */
  create(watch: Watch): Promise<boolean>;
  read(tenant: string, id: string): Promise<Watch | undefined>;
  /** Writes only while the watch's fencing number is `fence`; written twice by a retry it is still true. */
  replace(watch: Watch, fence: number): Promise<boolean>;
  /** False when there was none. */
  remove(tenant: string, id: string): Promise<boolean>;
  /** In one order that does not change, those of patterns too. */
  list(query: { tenant: string; limit: number; after?: string }): Promise<WatchPage>;
  /** Watches of images whose `since` is that or later, the latest first. */
  newSince(query: { tenant: string; since: number; limit: number; after?: string }): Promise<WatchPage>;
  /** Watches of repositories by pattern, all of them. */
  patterns(tenant: string): Promise<Watch[]>;
  /** Watches of all tenants whose `due` is not after `now`, the most overdue first. */
  due(now: number, limit: number): Promise<DueRow[]>;
  /** All that ever had a watch, in no order. */
  tenants(): Promise<string[]>;
}

/** The shelves that stand of a tenant: see postings/shelf.ts. */
export interface Shelving {
  tenant: string;
  /** raised by every write */
  fence: number;
  /** when the planner that filled them began to look, in milliseconds since 1970 */
  begun: number;
  /** of the run that it planned, then of each run that was planned by them, in order */
  databases: readonly string[];
  /** the watches of repositories that there were, as a text that is the same for the same */
  patterns: string;
  /** watched images in all */
  entries: number;
  shelves: readonly StoredReport[];
}

/** Keeps one for each tenant. */
export interface ShelvingStore {
  read(tenant: string): Promise<Shelving | undefined>;
  /** As ClockStore does. */
  replace(shelving: Shelving, fence: number): Promise<boolean>;
}

export interface RunPage {
  runs: Run[];
  next?: string;
}

/** Runs of rescans and their batches. */
export interface RunStore {
  /** False when there is a run of this id. */
  create(run: Run): Promise<boolean>;
  read(tenant: string, id: string): Promise<Run | undefined>;
  /** As WatchStore does. */
  replace(run: Run, fence: number): Promise<boolean>;
  /** Newest first. */
  list(query: { tenant: string; limit: number; after?: string }): Promise<RunPage>;
  /** The batch of this number that stands: this one, or the one that was there first. */
  addBatch(batch: RunBatch): Promise<RunBatch>;
  readBatch(tenant: string, run: string, number: number): Promise<RunBatch | undefined>;
  /** Runs of all tenants whose `due` is not after `now`, the most overdue first. */
  due(now: number, limit: number): Promise<DueRow[]>;
}

/** What came of matching what is kept of an image with the database of today; a scan must be made anew when that is not enough. */
export type Rematched =
  | { outcome: 'matched'; report: TrivyReport; tools: ScanTools }
  | { outcome: 'needs_fresh_scan'; reason: string };

/** Matches images again without pulling or analysing. Rejects with a DrydockError. */
export interface Rematcher {
  /** names the database that it would use now */
  database(): Promise<{ generation: string }>;
  rematch(image: {
    /** any earlier one */
    report: TrivyReport;
    analysis: ImageAnalysis;
    /** of the earlier scan */
    notices: readonly CoverageNotice[];
    signal?: AbortSignal;
  }): Promise<Rematched>;
}

/** A doorbell: look at this batch of a run. */
export interface BatchMessage {
  tenant: string;
  run: string;
  number: number;
  /** how often its worker has rung for it again */
  again?: number;
}

/** Delivers messages at least once, in no order, those that are for later not before so many milliseconds. */
export interface BatchQueue {
  ring(message: BatchMessage, afterMs?: number): Promise<void>;
}

/** What the newest result of an image relies on. */
export interface ResultReliance {
  tenant: string;
  digest: string;
  platform: string;
  /** the result that it is of */
  scan: string;
  scanned: number;
  /** when that was last matched as a whole, in milliseconds since 1970 */
  matched: number;
  reliance: Reliance;
  /** seconds since 1970 */
  expires: number;
}

/** Keeps one for each image and platform. */
export interface RelianceStore {
  put(reliance: ResultReliance): Promise<void>;
  /** Those that there are, in no order. */
  read(tenant: string, images: readonly { digest: string; platform: string }[]): Promise<ResultReliance[]>;
}

/** What it means for results to go from one database to another. */
export interface DatabaseStep {
  touches: TouchesResult;
  /** when the advisories of the database that is gone to were collected, ISO 8601 */
  updatedAt: string;
  /** when that was taken in, ISO 8601 */
  addedAt: string;
}

/** The step between two generations of the database, over those in between; undefined when it is not known. */
export type ReadDatabaseStep = (from: string, to: string) => Promise<DatabaseStep | undefined>;
