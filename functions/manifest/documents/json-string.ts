import type { JsonCursor } from './json-cursor.ts';

const shortEscapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** What YAML refuses in a text, or takes for the end of a line. */
const isDoubtful = (code: number): boolean =>
  code <= 0x9f || code === 0x2028 || code === 0x2029 || code === 0xfffe || code === 0xffff;

const hexDigits = /^[0-9a-fA-F]{4}$/;

/** The number of a `\uXXXX` that begins at `at`, -1 when there is none. */
const unicodeEscape = (text: string, at: number): number => {
  if (text.charCodeAt(at) !== 0x5c || text.charCodeAt(at + 1) !== 0x75) return -1;
  const digits = text.slice(at + 2, at + 6);
  return hexDigits.test(digits) ? Number.parseInt(digits, 16) : -1;
};

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Reads the escape at the cursor; undefined when it is none. Half pairs become U+FFFD as in Go. */
const readEscape = (cursor: JsonCursor): string | undefined => {
  const { text, at } = cursor;
  const letter = text.charAt(at + 1);
  if (letter !== 'u') {
    cursor.at += 2;
    // YAML knows no such escape
    if (letter === '/') cursor.doubtful = true;
    return shortEscapes[letter];
  }
  const code = unicodeEscape(text, at);
  if (code < 0) return undefined;
  cursor.at += 6;
  if (!isHigh(code) && !isLow(code)) return String.fromCharCode(code);
  cursor.doubtful = true;
  const second = isHigh(code) ? unicodeEscape(text, at + 6) : -1;
  if (!isLow(second)) return '\ufffd';
  cursor.at += 6;
  return String.fromCharCode(code, second);
};

/** Reads the string whose opening quote stands at the cursor and moves behind it; undefined when it is not JSON. */
export const readJsonString = (cursor: JsonCursor): string | undefined => {
  const { text } = cursor;
  let start = ++cursor.at;
  let read = '';
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x22) {
      const rest = text.slice(start, cursor.at++);
      return read === '' ? rest : read + rest;
    }
    if (code === 0x5c) {
      read += text.slice(start, cursor.at);
      const escaped = readEscape(cursor);
      if (escaped === undefined) return undefined;
      read += escaped;
      start = cursor.at;
      continue;
    }
    // a comparison with the NaN behind the end is false, too
    if (!(code >= 0x20)) return undefined;
    if (code >= 0x7f && isDoubtful(code)) cursor.doubtful = true;
    cursor.at++;
  }
};
