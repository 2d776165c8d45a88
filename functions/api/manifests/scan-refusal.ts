import { DrydockError, type ErrorCode } from '../../errors.ts';
import { type Answer, plainText, textAnswer } from '../answer.ts';
import { problemKinds } from '../problem.ts';

const plainCodes: ReadonlySet<ErrorCode> = new Set([
  'unknown_rule',
  'invalid_manifest',
  'body_too_large',
  'too_many_documents',
  'answer_too_large',
]);

/** kubesec's plain text for what is wrong with a body or its rules; undefined for every other error. */
export function scanRefusal(error: unknown): Answer | undefined {
  if (!(error instanceof DrydockError) || !plainCodes.has(error.code)) return undefined;
  const text = `${error.message}\n`;
  return textAnswer(problemKinds[error.code].status, text, looksBinary(text) ? 'application/octet-stream' : plainText);
}

/** Go sniffs the first 512 bytes: these controls make them binary. */
const looksBinary = (text: string): boolean => /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(text.slice(0, 512));
