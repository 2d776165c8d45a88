import { valueAt } from './rules/value-at.ts';
import type { Value } from './value.ts';

const escapes: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const escapePattern = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g;

/** What a text was before the validator quoted it. */
const unquote = (quoted: string): string =>
  quoted.replace(escapePattern, (_, byte, short, long, single) => {
    const digits = byte ?? short ?? long;
    return digits === undefined ? (escapes[single] ?? single) : String.fromCodePoint(Number.parseInt(digits, 16));
  });

// pointer, and the first unknown name when that is the problem; a group is named by its children
const problem =
  / - at '([^'\\]*(?:\\.[^'\\]*)*)': (?!validation failed)(?:additional properties '([^'\\]*(?:\\.[^'\\]*)*)')?/;

const isList = (document: Value): boolean => {
  const kind = valueAt(document, ['kind']);
  return typeof kind === 'string' && /^list$/i.test(kind);
};

/**
 * Steps to the first problem a schema message names, fitted to the document; none when it names no problem, and for
 * a List, whose messages do not tell which item they are about.
 */
export const firstProblemPath = (message: string, document: Value): (string | number)[] => {
  const found = message.startsWith('problem validating schema') ? problem.exec(message) : null;
  if (found === null || isList(document)) return [];
  const tokens = unquote(found[1]!)
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (found[2] !== undefined) tokens.push(unquote(found[2]));
  let here: Value | undefined = document;
  return tokens.map((token) => {
    const step = Array.isArray(here) ? Number(token) : token;
    here = (here as Record<string | number, Value> | null | undefined)?.[step];
    return step;
  });
};
