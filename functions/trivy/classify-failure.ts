import { DrydockError, type ErrorCode } from '../errors.ts';
import { failureTexts } from './failure-texts.ts';
import type { ProcessEnd } from './run-process.ts';
import { type Failure, silentFailure, stoppedByOthers } from './silent-failure.ts';

/** Failures that another try may not meet; all others are final. */
const retryable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'scanner_oom',
  'scanner_timeout',
  'scanner_no_space',
  'scanner_failed',
  'scanner_cache',
  'scanner_missing',
  'database_missing',
  'database_broken',
  'java_database_missing',
  'registry_unavailable',
  'registry_rate_limited',
]);

/** Whether trying again makes sense; `scanner_oom` and `scanner_no_space` want more room for it. */
export function isRetryable(code: ErrorCode): boolean {
  return retryable.has(code);
}

/**
 * What a run that gave no report failed of. The text is ours; the end of Trivy's log is the cause.
 * A log may name a signal that we sent: that we sent it comes first.
 */
export function classifyFailure(end: Omit<ProcessEnd, 'output'>): DrydockError {
  const { code, message } = failureOf(end);
  return new DrydockError(code, message, { cause: new Error(lastWords(end.log)) });
}

function failureOf({ stopped, signal, code, log }: Omit<ProcessEnd, 'output'>): Failure {
  if (stopped === 'deadline') return { code: 'scanner_timeout', message: 'the scanner did not end in time' };
  if (stopped === 'output') return { code: 'report_too_large', message: "the scanner's report is too large" };
  if (signal === 'SIGKILL' || code === 137) {
    return { code: 'scanner_oom', message: 'the scanner was killed for its memory' };
  }
  // Whatever else Trivy ends with 1 for, its own build says so in a FATAL line.
  if (code === 1 && !log.includes(fatal)) return silentFailure(log);
  const words = fatalText(log);
  if (/Received signal, attempting graceful shutdown/.test(log) && /context canceled/.test(words)) {
    return stoppedByOthers;
  }
  const known = failureTexts.find(({ text }) => text.test(words));
  return known ?? { code: 'scanner_failed', message: `the scanner ended with ${signal ?? `exit code ${code}`}` };
}

const fatal = 'FATAL\t';

// From the last FATAL line on; a panic of Go has none.
function fatalText(log: string): string {
  const at = log.lastIndexOf(fatal);
  return at === -1 ? log : log.slice(at);
}

function lastWords(log: string): string {
  return fatalText(log).slice(0, 4_096);
}
