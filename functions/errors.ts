/** Everything that can go wrong on purpose; one table in functions/api maps a code to an HTTP status and problem type. */
export type ErrorCode =
  | 'bad_request'
  | 'unknown_rule'
  | 'invalid_manifest'
  | 'body_too_large'
  | 'too_many_documents'
  | 'answer_too_large'
  | 'bad_cursor'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'storage_unavailable'
  | 'bad_configuration'
  | 'internal';

export class DrydockError extends Error {
  override readonly name = 'DrydockError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
