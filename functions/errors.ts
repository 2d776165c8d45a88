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
  | 'bad_reference'
  | 'bad_platform'
  | 'image_not_found'
  | 'image_too_large'
  | 'registry_refused'
  | 'forbidden_address'
  | 'platform_not_found'
  | 'not_an_image'
  | 'broken_image'
  | 'foreign_layer'
  | 'registry_unavailable'
  | 'registry_rate_limited'
  | 'scanner_missing'
  | 'scanner_oom'
  | 'scanner_timeout'
  | 'scanner_no_space'
  | 'scanner_failed'
  | 'scanner_contract'
  | 'scanner_cache'
  | 'report_too_large'
  | 'database_missing'
  | 'database_broken'
  | 'java_database_missing'
  | 'deadline_exceeded'
  | 'worker_lost'
  | 'dead_lettered'
  | 'credentials_gone'
  | 'scan_not_done'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'
  | 'bad_configuration'
  | 'internal';

export class DrydockError extends Error {
  override readonly name = 'DrydockError';
  readonly code: ErrorCode;
  /** seconds after which trying again makes sense, where somebody said so */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; retryAfter?: number }) {
    super(message, options);
    this.code = code;
    this.retryAfter = options?.retryAfter;
  }
}
