import type * as z from 'zod/mini';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  int: 'a whole number',
  number: 'a number',
};

/** What a body should have held, where its schema does not say it in words of its own. */
export function issueText(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'too_small':
      return `expected ${sizeOf(issue.origin)}${issue.minimum} or more`;
    case 'too_big':
      return `expected ${sizeOf(issue.origin)}${issue.maximum} at most`;
    default:
      return 'is not understood';
  }
}

function sizeOf(origin: string): string {
  if (origin === 'array') return 'a list of ';
  return origin === 'string' ? 'a length of ' : '';
}
