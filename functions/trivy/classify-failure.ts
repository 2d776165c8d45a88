import { DrydockError, type ErrorCode } from '../errors.ts';
import type { ProcessEnd } from './run-process.ts';

interface FailureText {
  /** what Trivy, Go or bbolt say, as recorded of 0.68.2; the first row that matches counts */
  text: RegExp;
  code: ErrorCode;
  message: string;
}

const databaseBroken = { code: 'database_broken', message: 'the vulnerability database is damaged' } as const;
const brokenImage = { code: 'broken_image', message: 'the scanner cannot read this image: it is damaged' } as const;

const failureTexts: readonly FailureText[] = [
  {
    text: /in Redis cache|layer cache missing/,
    code: 'scanner_cache',
    message: 'the scanner could not use its cache',
  },
  {
    text: /no space left on device|disk quota exceeded/,
    code: 'scanner_no_space',
    message: 'the scanner ran out of disk space',
  },
  {
    text: /out of memory|cannot allocate memory/,
    code: 'scanner_oom',
    message: 'the scanner ran out of memory',
  },
  {
    text: /Unable to initialize the Java DB/,
    code: 'java_database_missing',
    message: 'the image holds Java archives and there is no Java database',
  },
  {
    text: /cannot be specified on the first run|failed to download (?:vulnerability DB|artifact from)/,
    code: 'database_missing',
    message: 'there is no vulnerability database: `drydock db pull` or `drydock db import` gets one',
  },
  {
    text: /DB schema doesn't match|with the old DB schema/,
    code: 'database_broken',
    message: 'the vulnerability database has a schema that this Trivy does not read',
  },
  { text: /vulnerability DB initialize|DB error|invalid database/, ...databaseBroken },
  { text: /unexpected fault address|Page expected to be|^panic: .*(?:bbolt|freelist|page \d)/m, ...databaseBroken },
  { text: /unable to parse platform/, code: 'bad_platform', message: 'this is no platform' },
  {
    text: /flag error|unknown flag|unknown command/,
    code: 'scanner_contract',
    message: 'this Trivy does not know the options that drydock gives',
  },
  {
    text: /exceeds maximum allowed size/,
    code: 'image_too_large',
    message: 'the image is larger than the scanner may read',
  },
  { text: /MANIFEST_UNKNOWN|NAME_UNKNOWN/, code: 'image_not_found', message: 'the registry has no such image' },
  {
    text: /UNAUTHORIZED|DENIED|unexpected status code 40[13]/,
    code: 'registry_refused',
    message: 'the registry refuses to give this image',
  },
  {
    text: /no child with platform/,
    code: 'platform_not_found',
    message: 'the image is not built for this platform',
  },
  { text: /could not parse reference/, code: 'bad_reference', message: 'this is no image reference' },
  { text: /unsupported artifact type/, code: 'not_an_image', message: 'this is no container image' },
  {
    text: /context deadline exceeded/,
    code: 'scanner_timeout',
    message: 'the scanner did not end in time',
  },
  {
    text: /BLOB_UNKNOWN|invalid tar header|failed to extract the archive|mismatched fs layers|does not match expected size|invalid character|unexpected media type|archive image|failed to get the layer content \([^)]*\): open /,
    ...brokenImage,
  },
  {
    text: /connection refused|no such host|connection reset|i\/o timeout|unexpected status code 5|unable to fetch missing layers/,
    code: 'registry_unavailable',
    message: 'the scanner could not read the image to its end',
  },
];

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
  const cause = new Error(lastWords(end.log));
  const failure = (code: ErrorCode, message: string) => new DrydockError(code, message, { cause });
  if (end.stopped === 'deadline') return failure('scanner_timeout', 'the scanner did not end in time');
  if (end.stopped === 'output') return failure('report_too_large', "the scanner's report is too large");
  if (end.signal === 'SIGKILL' || end.code === 137)
    return failure('scanner_oom', 'the scanner was killed for its memory');
  const fatal = fatalText(end.log);
  if (/Received signal, attempting graceful shutdown/.test(end.log) && /context canceled/.test(fatal)) {
    return failure('scanner_failed', 'the scanner was told to stop by somebody else');
  }
  for (const { text, code, message } of failureTexts) if (text.test(fatal)) return failure(code, message);
  return failure('scanner_failed', `the scanner ended with ${end.signal ?? `exit code ${end.code}`}`);
}

// From the last FATAL line on; a panic of Go has none.
function fatalText(log: string): string {
  const at = log.lastIndexOf('FATAL\t');
  return at === -1 ? log : log.slice(at);
}

function lastWords(log: string): string {
  return fatalText(log).slice(0, 4_096);
}
