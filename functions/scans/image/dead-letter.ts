import { DrydockError } from '../../errors.ts';
import type { Clock, ScanLog, ScanMetrics } from '../ports.ts';
import { failureOf } from './failure.ts';
import { isFinal } from './image-scan.ts';
import { failed } from './job.ts';
import type { ImageScanLimits } from './limits.ts';
import type { ImageScanStore, ScanMessage } from './ports.ts';

export interface DeadLetterDeps {
  scans: ImageScanStore;
  limits: ImageScanLimits;
  clock: Clock;
  log: ScanLog;
  metrics: ScanMetrics;
}

/** Fails the scan of a message that was delivered too often, so that nobody waits for it; not one that a worker holds. */
export async function buryImageScan(deps: DeadLetterDeps, message: ScanMessage | undefined): Promise<void> {
  deps.metrics.count('ImageScanDeadLetters');
  const scan = message && (await deps.scans.read(message.tenant, message.id));
  if (scan === undefined || scan.generation !== message?.generation || isFinal(scan)) return;
  const now = deps.clock();
  if (scan.status === 'running' && (scan.due ?? 0) > now) return;
  const error = new DrydockError('dead_lettered', 'the scan was tried too often without an end');
  await deps.scans.replace(failed(scan, failureOf(error), now, deps.limits), scan.fence);
  deps.log.warn('scan given up', { scan: scan.id });
}
