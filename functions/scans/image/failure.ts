import { DrydockError, type ErrorCode } from '../../errors.ts';
import type { ScanFailure } from './image-scan.ts';

/** What may go better in a while, or on another worker; everything else is the image's or the caller's. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['registry_unavailable', 'registry_rate_limited', 'storage_unavailable', 'internal'] as const),
  ...(['scanner_missing', 'scanner_oom', 'scanner_timeout', 'scanner_no_space', 'scanner_failed'] as const),
  ...(['database_missing', 'database_broken', 'worker_lost', 'deadline_exceeded', 'dead_lettered'] as const),
  'credentials_gone',
]);

/** Asking again may help, but not at once and by itself: the disk stays as small, the message as lost. */
const notByItself: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['scanner_no_space', 'scanner_missing', 'deadline_exceeded', 'dead_lettered', 'credentials_gone'] as const),
]);

/** A row holds it. */
const longestMessage = 1_000;

export interface RunFailure extends ScanFailure {
  /** whether the same scan is to be tried again without being asked */
  isTriedAgain: boolean;
  retryAfterMs?: number;
}

/** What is kept of an error: its text only when it is ours. */
export function failureOf(error: unknown): RunFailure {
  const known = error instanceof DrydockError ? error : new DrydockError('internal', 'something unexpected went wrong');
  return {
    code: known.code,
    message: known.message.slice(0, longestMessage),
    retryable: passing.has(known.code),
    isTriedAgain: passing.has(known.code) && !notByItself.has(known.code),
    ...(known.retryAfter !== undefined && { retryAfterMs: known.retryAfter * 1000 }),
  };
}
