import type { Clock, ScanLog, ScanMetrics } from '../ports.ts';
import { enterResult } from './enter-result.ts';
import type { ImageScan } from './image-scan.ts';
import { swept } from './job.ts';
import type { ImageScanLimits } from './limits.ts';
import type { FollowResult, ImageScanStore, ImageStore, ScanQueue } from './ports.ts';

export interface SweepDeps {
  scans: ImageScanStore;
  images: ImageStore;
  follow?: FollowResult;
  queue: ScanQueue;
  limits: ImageScanLimits;
  clock: Clock;
  log: ScanLog;
  metrics: ScanMetrics;
}

export interface Sweep {
  /** scans that were due */
  seen: number;
  rung: number;
  failed: number;
}

/** At most so many due scans in one sweep; the next one goes on. */
const batch = 500;

/**
 * Looks at every scan that is due: rings lost doorbells again, takes scans back from workers that are gone, fails what is past
 * its deadline, enters results that were not. One scan's trouble does not keep it from the others.
 */
export async function sweepImageScans(deps: SweepDeps): Promise<Sweep> {
  const sweep: Sweep = { seen: 0, rung: 0, failed: 0 };
  for (const { tenant, id } of await deps.scans.due(deps.clock(), batch)) {
    sweep.seen += 1;
    try {
      const scan = await deps.scans.read(tenant, id);
      if (scan !== undefined) await sweepOne(deps, scan, sweep);
    } catch (error) {
      deps.log.warn('scan not swept', { scan: id, reason: error instanceof Error ? error.name : '' });
    }
  }
  if (sweep.rung > 0) deps.metrics.count('ImageScansRungAgain', sweep.rung);
  if (sweep.failed > 0) deps.metrics.count('ImageScansGivenUp', sweep.failed);
  return sweep;
}

async function sweepOne(deps: SweepDeps, scan: ImageScan, sweep: Sweep): Promise<void> {
  const now = deps.clock();
  if (scan.status === 'done' && scan.due !== undefined && scan.due <= now) return enterResult(deps, scan);
  const next = swept(scan, now, deps.limits);
  if (next === scan || !(await deps.scans.replace(next, scan.fence))) return;
  if (next.status === 'failed') sweep.failed += 1;
  // Its message holds the credentials: one without them is of no use.
  if (next.status !== 'queued' || next.needsCredentials) return;
  const { generation } = next;
  await deps.queue.ring({ tenant: next.tenant, id: next.id, generation });
  sweep.rung += 1;
}
