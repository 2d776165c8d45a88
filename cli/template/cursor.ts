import type { Token, TokenKind } from './token.ts';

/** Reads along a template; `start` is where the token in hand begins. */
export interface Cursor {
  readonly source: string;
  readonly tokens: Token[];
  at: number;
  start: number;
  /** line of `start` */
  line: number;
}

const blanks = /[ \t\r\n]/;
const word = /[\p{L}\p{Nd}_]/u;

export const isBlank = (character: string | undefined): boolean => character !== undefined && blanks.test(character);

export const isWordCharacter = (character: string): boolean => word.test(character);

/** The character ahead, empty at the end. */
export const characterAt = (cursor: Cursor): string => {
  const code = cursor.source.codePointAt(cursor.at);
  return code === undefined ? '' : String.fromCodePoint(code);
};

/** Forgets what was read since the last token. */
export const skip = (cursor: Cursor): void => {
  for (let at = cursor.start; at < cursor.at; at++) if (cursor.source.charCodeAt(at) === 10) cursor.line++;
  cursor.start = cursor.at;
};

export const emit = (cursor: Cursor, kind: TokenKind): void => {
  const text = cursor.source.slice(cursor.start, cursor.at);
  cursor.tokens.push({ kind, text, at: cursor.start, line: cursor.line });
  skip(cursor);
};

/** Ends the reading: nothing follows an error. */
export const fail = (cursor: Cursor, message: string): false => {
  cursor.tokens.push({ kind: 'error', text: message, at: cursor.start, line: cursor.line });
  return false;
};

/** Whether an action ends here, and whether its end (` -}}`) trims the text after it. */
export const endsHere = (source: string, at: number): 'no' | 'plain' | 'trims' => {
  if (isBlank(source[at]) && source.startsWith('-}}', at + 1)) return 'trims';
  return source.startsWith('}}', at) ? 'plain' : 'no';
};

/** Passes the end of an action or comment and, where it trims, the blanks after it. */
export const passEnd = (cursor: Cursor, emitsToken: boolean): void => {
  const isTrimming = endsHere(cursor.source, cursor.at) === 'trims';
  if (isTrimming) cursor.at += 2;
  skip(cursor);
  cursor.at += 2;
  if (emitsToken) emit(cursor, 'right delimiter');
  while (isTrimming && isBlank(cursor.source[cursor.at])) cursor.at++;
  skip(cursor);
};
