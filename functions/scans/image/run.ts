import type { ScanLog, ScanMetrics, Timer } from '../ports.ts';
import { enterResult } from './enter-result.ts';
import { failureOf } from './failure.ts';
import { type ImageScan, isFinal } from './image-scan.ts';
import { failedOnce, finished, swept, taken } from './job.ts';
import { holdLease, type Lease } from './lease.ts';
import type { FollowResult, ImageScanStore, ImageStore, ScanMessage } from './ports.ts';
import { type ScanOnceDeps, scanOnce } from './scan-once.ts';

export interface RunDeps extends ScanOnceDeps {
  scans: ImageScanStore;
  images: ImageStore;
  follow?: FollowResult;
  timer: Timer;
  /** a name that no other run has */
  newHolder: () => string;
  log: ScanLog;
  metrics: ScanMetrics;
}

/** What is to become of the message: gone, or delivered again after so many milliseconds. */
export type RunOutcome = 'done' | { againAfterMs: number };

/**
 * Does what a message asks for, if it is still to be done. Rejects when the table or the bucket cannot be used: then the message
 * must be delivered again. `signal` ends the run early (the host goes away); its lease then runs out or is given back.
 */
export async function runImageScan(deps: RunDeps, message: ScanMessage, signal?: AbortSignal): Promise<RunOutcome> {
  const row = await deps.scans.read(message.tenant, message.id);
  if (row === undefined || row.generation !== message.generation || isFinal(row)) return 'done';
  const now = deps.clock();
  // A late worker's scan, or one past its time, is first made what the sweeper would make of it.
  const ready =
    now >= row.deadline || (row.status === 'running' && (row.due ?? 0) <= now) ? swept(row, now, deps.limits) : row;
  if (isFinal(ready)) {
    await deps.scans.replace(ready, row.fence);
    return 'done';
  }
  if (ready.status === 'running') return message.sealed === undefined ? 'done' : later(ready.due ?? now, now);
  if (ready.notBefore > now) return later(ready.notBefore, now);
  const ours = taken(ready, deps.newHolder(), now, deps.limits);
  if (!(await deps.scans.replace(ours, row.fence)))
    return message.sealed === undefined ? 'done' : later(now + 1_000, now);
  const lease = holdLease(deps, ours);
  try {
    return await runUnderLease(deps, lease, message, signal);
  } finally {
    await lease.end();
  }
}

async function runUnderLease(
  deps: RunDeps,
  lease: Lease,
  message: ScanMessage,
  signal: AbortSignal | undefined,
): Promise<RunOutcome> {
  const ending = signal === undefined ? lease.signal : AbortSignal.any([lease.signal, signal]);
  let result: Awaited<ReturnType<typeof scanOnce>>;
  try {
    result = await scanOnce(deps, lease, message, ending);
  } catch (error) {
    return lease.signal.aborted ? lost(deps, lease) : afterFailure(deps, lease, error);
  }
  const isOurs = await lease.write((scan) => finished(scan, result, deps.clock(), deps.limits));
  if (!isOurs) {
    // Nobody will ever point to what was stored.
    await deps.reports.remove(result.report.key).catch(() => undefined);
    return lost(deps, lease);
  }
  deps.metrics.count('ImageScansDone');
  await lease.end();
  await enterResult(deps, lease.scan()).catch(() => deps.log.warn('result not entered yet', { scan: message.id }));
  return 'done';
}

function lost(deps: RunDeps, lease: Lease): RunOutcome {
  deps.log.warn('lease lost', { scan: lease.scan().id });
  return 'done';
}

async function afterFailure(deps: RunDeps, lease: Lease, error: unknown): Promise<RunOutcome> {
  const failure = failureOf(error);
  deps.metrics.count('ImageScanAttemptsFailed');
  deps.log.warn('image scan failed', { scan: lease.scan().id, code: failure.code, attempt: lease.scan().attempts });
  const now = deps.clock();
  if (!(await lease.write((scan) => failedOnce(scan, failure, now, deps.limits)))) return lost(deps, lease);
  const scan: ImageScan = lease.scan();
  return isFinal(scan) ? 'done' : later(scan.notBefore, now);
}

const later = (time: number, now: number): RunOutcome => ({ againAfterMs: Math.max(0, time - now) });
