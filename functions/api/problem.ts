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
  unauthenticated: { status: 401, title: 'Credentials are missing' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'The resource does not know this method' },
  body_too_large: { status: 413, title: 'The body is too large' },
  too_many_documents: { status: 413, title: 'The body holds too many documents' },
  answer_too_large: { status: 413, title: 'The answer would be too large' },
  internal: { status: 500, title: 'Something went wrong here' },
  bad_configuration: { status: 500, title: 'This server is set up wrongly' },
  storage_unavailable: { status: 503, title: 'Stored scans cannot be reached' },
};

/** An RFC 9457 answer. The text of an error of ours reaches the client only below status 500. */
export function problemAnswer(error: Pick<DrydockError, 'code' | 'message'>, requestId: string): Answer {
  const { status, title } = problemKinds[error.code];
  const problem = {
    type: `/docs#${error.code}`,
    title,
    status,
    ...(status < 500 && { detail: error.message }),
    code: error.code,
    requestId,
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json' },
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
