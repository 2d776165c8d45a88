import type { Principal } from '../access/principal.ts';
import type { Report } from '../manifest/report.ts';
import type { Clock, ManifestScan, ManifestScanStore, ScanLog, ScanMetrics } from './ports.ts';
import type { ScanIdentity } from './scan-id.ts';
import { canonicalOptions, type ScanOptions } from './scan-options.ts';
import { summarizeReports } from './summarize-reports.ts';

/** The value of the header `Drydock-Stored`; `pending` is a promise to write it. */
export type Stored = 'true' | 'pending' | 'false';

export interface RecordDeps {
  /** absent: nothing is stored, and nothing is said about it */
  store?: ManifestScanStore | undefined;
  /** see scanIds */
  idOf(identity: ScanIdentity): string;
  /** how long a scan is kept after it was last asked for */
  retentionDays: number;
  clock: Clock;
  log: ScanLog;
  metrics: ScanMetrics;
}

/** A scan that was just made. */
export interface FinishedScan {
  /** as scanned, a leading `file=` cut off */
  body: Uint8Array;
  reports: readonly Report[];
  engine: string;
  kubernetesVersion: string;
  schemaLocation: string;
  options: ScanOptions;
}

const daySeconds = 86_400;

/** Stores the result of a scan, never the manifest. Never rejects: a scan does not fail because storage does. */
export async function recordManifestScan(
  deps: RecordDeps,
  principal: Principal,
  scan: FinishedScan,
): Promise<{ id: string; stored: Stored }> {
  const options = canonicalOptions(scan.options);
  const id = deps.idOf({ ...scan, tenant: principal.tenant, options });
  if (deps.store === undefined) return { id, stored: 'false' };
  const now = deps.clock();
  const sighting: ManifestScan = {
    tenant: principal.tenant,
    id,
    ...summarizeReports(scan.reports),
    count: 1,
    firstSeen: now,
    lastSeen: now,
    expires: Math.ceil(now / 1000) + deps.retentionDays * daySeconds,
    engine: scan.engine,
    kubernetesVersion: scan.kubernetesVersion,
    options,
  };
  return { id, stored: await tryToStore(deps, deps.store, sighting) };
}

async function tryToStore(deps: RecordDeps, store: ManifestScanStore, sighting: ManifestScan): Promise<Stored> {
  try {
    const outcome = await store.record(sighting);
    if (outcome === 'stored') return 'true';
    if (outcome === 'pending') return 'pending';
    deps.metrics.count('ScanDropped');
  } catch (error) {
    deps.metrics.count('ScanNotStored');
    deps.log.warn('scan not stored', { scan: sighting.id, reason: reasonOf(error) });
  }
  return 'false';
}

// The message of a DrydockError is ours and safe; of its cause only the kind is told, for its text may name accounts.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error
    ? `${error.message}: ${(cause as NodeJS.ErrnoException).code ?? cause.name}`
    : error.message;
}
