import { isPrintable } from '../go-format/quote.ts';
import { type Cursor, characterAt, emit, endsHere, fail, isBlank, isWordCharacter, passEnd } from './cursor.ts';
import { lexNumber } from './lex-number.ts';
import type { TokenKind } from './token.ts';

const keywords = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);
const single = new Map<string, TokenKind>([
  ['=', 'assign'],
  ['|', 'pipe'],
]);

const nameCharacter = (character: string): string => {
  const code = character.codePointAt(0)!;
  const shown = isPrintable(code) ? ` '${character}'` : '';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}${shown}`;
};

const passWord = (cursor: Cursor): void => {
  for (let next = characterAt(cursor); isWordCharacter(next); next = characterAt(cursor)) cursor.at += next.length;
};

const isTerminated = (cursor: Cursor): boolean => {
  const next = characterAt(cursor);
  return next === '' || isBlank(next) || '.,|:)('.includes(next) || cursor.source.startsWith('}}', cursor.at);
};

const kindOfWord = (text: string): TokenKind => {
  if (keywords.has(text)) return 'keyword';
  if (text === 'nil') return 'nil';
  return text === 'true' || text === 'false' ? 'bool' : 'identifier';
};

const lexName = (cursor: Cursor, kind: TokenKind): boolean => {
  passWord(cursor);
  if (!isTerminated(cursor)) return fail(cursor, `bad character ${nameCharacter(characterAt(cursor))}`);
  const text = cursor.source.slice(cursor.start, cursor.at);
  emit(cursor, kind === 'identifier' ? kindOfWord(text) : kind === 'field' && text === '.' ? 'dot' : kind);
  return true;
};

const quotedKinds = new Map<string, [TokenKind, string]>([
  ['"', ['string', 'unterminated quoted string']],
  ["'", ['character', 'unterminated character constant']],
]);

const lexQuoted = (cursor: Cursor, mark: string): boolean => {
  const [kind, message] = quotedKinds.get(mark)!;
  for (;;) {
    let next = cursor.source[++cursor.at];
    if (next === mark) break;
    if (next === '\\') next = cursor.source[++cursor.at];
    if (next === undefined || next === '\n') return fail(cursor, message);
  }
  cursor.at++;
  emit(cursor, kind);
  return true;
};

const lexRawString = (cursor: Cursor): boolean => {
  const end = cursor.source.indexOf('`', cursor.at + 1);
  if (end < 0) return fail(cursor, 'unterminated raw quoted string');
  cursor.at = end + 1;
  emit(cursor, 'raw string');
  return true;
};

const lexSpace = (cursor: Cursor): boolean => {
  while (isBlank(cursor.source[cursor.at])) cursor.at++;
  // The blank before `-}}` belongs to the end of the action.
  if (endsHere(cursor.source, cursor.at - 1) === 'trims') cursor.at--;
  if (cursor.at > cursor.start) emit(cursor, 'space');
  return true;
};

const lexSingle = (cursor: Cursor, kind: TokenKind, length = 1): boolean => {
  cursor.at += length;
  emit(cursor, kind);
  return true;
};

const lexToken = (cursor: Cursor): boolean => {
  const next = characterAt(cursor);
  const following = cursor.source[cursor.at + 1];
  if (next === '') return fail(cursor, 'unclosed action');
  if (isBlank(next)) return lexSpace(cursor);
  if (quotedKinds.has(next)) return lexQuoted(cursor, next);
  if (next === '`') return lexRawString(cursor);
  if (next === ':') return following === '=' ? lexSingle(cursor, 'declare', 2) : fail(cursor, 'expected :=');
  if (next === '$' || (next === '.' && following !== undefined && !/[0-9]/.test(following))) {
    cursor.at++;
    return lexName(cursor, next === '$' ? 'variable' : 'field');
  }
  if (/[0-9.+-]/.test(next)) return lexNumber(cursor);
  if (isWordCharacter(next)) return lexName(cursor, 'identifier');
  const kind = single.get(next);
  if (kind !== undefined) return lexSingle(cursor, kind);
  if (next < '\x7f' && next >= ' ') return lexSingle(cursor, 'other');
  return fail(cursor, `unrecognized character in action: ${nameCharacter(next)}`);
};

/** Reads tokens up to the end of an action; false after an error. */
export const lexAction = (cursor: Cursor): boolean => {
  let parens = 0;
  for (;;) {
    if (endsHere(cursor.source, cursor.at) !== 'no') {
      if (parens > 0) return fail(cursor, 'unclosed left paren');
      passEnd(cursor, true);
      return true;
    }
    const next = cursor.source[cursor.at];
    if (next === '(') {
      parens++;
      lexSingle(cursor, 'left paren');
    } else if (next === ')') {
      if (--parens < 0) return fail(cursor, 'unexpected right paren');
      lexSingle(cursor, 'right paren');
    } else if (!lexToken(cursor)) return false;
  }
};
