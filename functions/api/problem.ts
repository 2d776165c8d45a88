import { DrydockError, type ErrorCode } from '../errors.ts';
import type { Answer } from './answer.ts';
import type { Log } from './log.ts';

interface ProblemKind {
  status: number;
  title: string;
}

/** Every code with its HTTP status; docs/http-api.md lists them. */
export const problemKinds: Readonly<Record<ErrorCode, ProblemKind>> = {
  bad_request: { status: 400, title: 'The request is not understood' },
  unknown_rule: { status: 400, title: 'There is no such rule' },
  invalid_manifest: { status: 400, title: 'The body is no manifest' },
  bad_cursor: { status: 400, title: 'The cursor does not fit this listing' },
  bad_reference: { status: 400, title: 'This is no image reference' },
  bad_platform: { status: 400, title: 'This is no platform' },
  unauthenticated: { status: 401, title: 'Credentials are missing or not valid' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  image_not_found: { status: 404, title: 'The registry has no such image' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'The resource does not know this method' },
  body_too_large: { status: 413, title: 'The body is too large' },
  too_many_documents: { status: 413, title: 'The body holds too many documents' },
  answer_too_large: { status: 413, title: 'The answer would be too large' },
  image_too_large: { status: 413, title: 'The image is too large' },
  registry_refused: { status: 422, title: 'The registry refuses' },
  forbidden_address: { status: 422, title: 'This address is not to be called' },
  platform_not_found: { status: 422, title: 'The image is not built for this platform' },
  not_an_image: { status: 422, title: 'This is no container image' },
  broken_image: { status: 422, title: 'The image is damaged' },
  foreign_layer: { status: 422, title: 'The image has layers outside its registry' },
  scan_not_done: { status: 409, title: 'The scan has no report' },
  idempotency_key_in_use: { status: 409, title: 'A request with this idempotency key is still being answered' },
  credentials_gone: { status: 422, title: 'The registry credentials sent with the request are gone' },
  idempotency_key_reused: { status: 422, title: 'This idempotency key came with another request' },
  internal: { status: 500, title: 'Something went wrong here' },
  dead_lettered: { status: 500, title: 'The scan was given up' },
  bad_configuration: { status: 500, title: 'This server is set up wrongly' },
  registry_unavailable: { status: 502, title: 'The registry cannot be reached' },
  registry_rate_limited: { status: 503, title: 'The registry asks to come back later' },
  report_too_large: { status: 422, title: "The scanner's report is too large" },
  scanner_failed: { status: 500, title: 'The scanner failed' },
  scanner_contract: { status: 500, title: "The scanner's answer is not understood" },
  scanner_cache: { status: 500, title: 'The scanner could not use its cache' },
  scanner_missing: { status: 503, title: 'There is no usable scanner here' },
  scanner_oom: { status: 503, title: 'The scanner ran out of memory' },
  scanner_no_space: { status: 503, title: 'The scanner ran out of disk space' },
  database_missing: { status: 503, title: 'There is no vulnerability database' },
  database_broken: { status: 503, title: 'The vulnerability database is damaged' },
  java_database_missing: { status: 503, title: 'There is no Java database' },
  scanner_timeout: { status: 504, title: 'The scanner did not end in time' },
  worker_lost: { status: 503, title: 'The scan was broken off' },
  deadline_exceeded: { status: 504, title: 'The scan did not end in time' },
  storage_unavailable: { status: 503, title: 'Stored scans cannot be reached' },
};

/** An RFC 9457 answer. The text of an error of ours reaches the client unless the fault is this server's own (500). */
export function problemAnswer(
  error: Pick<DrydockError, 'code' | 'message'> & { retryAfter?: number | undefined },
  requestId: string,
): Answer {
  const { status, title } = problemKinds[error.code];
  const problem = {
    type: `/docs#${error.code}`,
    title,
    status,
    ...(status !== 500 && { detail: error.message }),
    code: error.code,
    requestId,
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(error.code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
      ...(error.retryAfter !== undefined && { 'retry-after': String(Math.ceil(error.retryAfter)) }),
    },
    body: `${JSON.stringify(problem, null, 2)}\n`,
  };
}

/** The problem of anything thrown; what is not the client's fault goes to the log with its cause. */
export function failureAnswer(thrown: unknown, requestId: string, log: Log): Answer {
  const error = thrown instanceof DrydockError ? thrown : new DrydockError('internal', 'unexpected', { cause: thrown });
  const answer = problemAnswer(error, requestId);
  if (answer.statusCode >= 500) log.error('request failed', { requestId, code: error.code, error });
  return answer;
}
