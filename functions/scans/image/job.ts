import type { ErrorCode } from '../../errors.ts';
import type { RunFailure } from './failure.ts';
import {
  type ImageScan,
  isFinal,
  type ScanFailure,
  type ScanPhase,
  type ScanProgress,
  type ScanResult,
} from './image-scan.ts';
import type { ImageScanLimits } from './limits.ts';

/** What a scan is of. */
export type ScanSubject = Pick<
  ImageScan,
  | 'tenant'
  | 'id'
  | 'image'
  | 'repository'
  | 'platform'
  | 'scanners'
  | 'digest'
  | 'indexDigest'
  | 'database'
  | 'needsCredentials'
  | 'run'
  | 'watch'
  | 'afresh'
>;

/** A scan that waits for its first worker. */
export const queuedScan = (subject: ScanSubject, now: number, limits: ImageScanLimits): ImageScan => ({
  ...subject,
  generation: 1,
  fence: 1,
  status: 'queued',
  attempts: 0,
  notBefore: now,
  due: Math.min(now + limits.ringAgainMs, now + limits.deadlineMs),
  submitted: now,
  deadline: now + limits.deadlineMs,
  expires: expiryAfter(now + limits.deadlineMs, limits),
});

/** The next generation of a scan that was finished. */
export const queuedAgain = (
  scan: ImageScan,
  subject: ScanSubject,
  now: number,
  limits: ImageScanLimits,
): ImageScan => ({
  ...queuedScan(subject, now, limits),
  // Later than the result before, whatever the clock says: the two stand in the history under their times.
  submitted: Math.max(now, (scan.finished ?? 0) + 1),
  generation: scan.generation + 1,
  fence: scan.fence + 1,
});

/** A worker takes it: the lease is its own until `due`. */
export function taken(scan: ImageScan, holder: string, now: number, limits: ImageScanLimits): ImageScan {
  const { progress: _, result: _result, ...rest } = scan;
  return {
    ...rest,
    fence: scan.fence + 1,
    status: 'running',
    phase: 'preparing',
    attempts: scan.attempts + 1,
    holder,
    due: leaseEnd(scan, now, limits),
    started: scan.started ?? now,
  };
}

/** The worker lives. */
export const renewed = (
  scan: ImageScan,
  state: { phase: ScanPhase; progress?: ScanProgress | undefined },
  now: number,
  limits: ImageScanLimits,
): ImageScan => ({
  ...scan,
  fence: scan.fence + 1,
  phase: state.phase,
  ...(state.progress !== undefined && { progress: state.progress }),
  due: leaseEnd(scan, now, limits),
});

/** The reference was resolved: from here on the digest is what is scanned. */
export const resolved = (scan: ImageScan, found: { digest: string; indexDigest?: string }): ImageScan => ({
  ...scan,
  ...found,
  fence: scan.fence + 1,
});

/** Done; `due` stays until the result is in the history of its image. */
export function finished(scan: ImageScan, result: ScanResult, now: number, limits: ImageScanLimits): ImageScan {
  const { error: _, holder: _holder, phase: _phase, ...rest } = scan;
  const expires = expiryAfter(now, limits);
  return {
    ...rest,
    fence: scan.fence + 1,
    status: 'done',
    result,
    finished: Math.max(now, scan.submitted),
    due: now + limits.leaseMs,
    expires,
  };
}

/** The result is in the history: nothing is left to do. */
export function entered(scan: ImageScan): ImageScan {
  const { due: _, ...rest } = scan;
  return { ...rest, fence: scan.fence + 1 };
}

/** Failed for good. */
export function failed(scan: ImageScan, error: ScanFailure, now: number, limits: ImageScanLimits): ImageScan {
  const { due: _, holder: _holder, phase: _phase, ...rest } = scan;
  const { code, message, retryable } = error;
  return {
    ...rest,
    fence: scan.fence + 1,
    status: 'failed',
    error: { code, message, retryable },
    finished: now,
    expires: expiryAfter(now, limits),
  };
}

/** After an attempt that failed: queued again while that may help, else failed. */
export function failedOnce(scan: ImageScan, failure: RunFailure, now: number, limits: ImageScanLimits): ImageScan {
  const { code, message, retryable } = failure;
  // One more try with little memory; what is too large then stays so.
  const isRepeated = code === 'scanner_oom' && scan.error?.code === code;
  const wait = waitBefore(scan, failure, limits);
  const isLast = scan.attempts >= limits.attempts && failure.retryAfterMs === undefined;
  if (!failure.isTriedAgain || isRepeated || isLast || now + wait >= scan.deadline) {
    return failed(scan, failure, now, limits);
  }
  return requeued(scan, { code, message, retryable }, now, wait, limits);
}

/** What the sweeper makes of a scan that is due; the same scan when nothing is to be done about it. */
export function swept(scan: ImageScan, now: number, limits: ImageScanLimits): ImageScan {
  if (isFinal(scan)) return scan;
  if (now >= scan.deadline) return failed(scan, lost('deadline_exceeded', 'the scan did not end in time'), now, limits);
  if ((scan.due ?? 0) > now) return scan;
  if (scan.status === 'running') {
    const error = lost('worker_lost', 'the worker was not heard of any more');
    if (scan.attempts >= limits.attempts) return failed(scan, error, now, limits);
    return requeued(scan, error, now, 0, limits);
  }
  if (scan.needsCredentials && now - Math.max(scan.submitted, scan.notBefore) >= limits.credentialsMs) {
    const error = lost('credentials_gone', 'the message with the registry credentials was lost: ask again');
    return failed(scan, error, now, limits);
  }
  return { ...scan, fence: scan.fence + 1, due: dueAfter(scan, now, limits) };
}

const lost = (code: ErrorCode, message: string): ScanFailure => ({ code, message, retryable: true });

function requeued(scan: ImageScan, error: ScanFailure, now: number, wait: number, limits: ImageScanLimits): ImageScan {
  const { holder: _, phase: _phase, progress: _progress, ...rest } = scan;
  const notBefore = now + wait;
  const due = dueAfter(scan, notBefore, limits);
  return { ...rest, fence: scan.fence + 1, status: 'queued', error, notBefore, due };
}

// Waiting as a registry asked does not use up an attempt's share: the deadline ends it.
function waitBefore(scan: ImageScan, { retryAfterMs }: RunFailure, limits: ImageScanLimits): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, limits.retryAfterMs);
  return limits.retryMs * 4 ** (scan.attempts - 1);
}

const leaseEnd = (scan: ImageScan, now: number, limits: ImageScanLimits): number =>
  Math.min(now + limits.leaseMs, scan.deadline);

const dueAfter = (scan: ImageScan, time: number, limits: ImageScanLimits): number =>
  Math.min(time + limits.ringAgainMs, scan.deadline);

const expiryAfter = (time: number, { retentionDays }: ImageScanLimits): number =>
  Math.ceil(time / 1000) + retentionDays * 86_400;
