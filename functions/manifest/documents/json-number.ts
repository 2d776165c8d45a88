import type { JsonCursor } from './json-cursor.ts';

const skipDigits = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= 0x30 && code <= 0x39)) return at;
    at++;
  }
};

/** Reads the number at the cursor and moves behind it; undefined when it is not JSON. */
export const readJsonNumber = (cursor: JsonCursor): number | undefined => {
  const { text, at: start } = cursor;
  const first = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  let at = text.charCodeAt(first) === 0x30 ? first + 1 : skipDigits(text, first);
  if (at === first) return undefined;
  if (text.charCodeAt(at) === 0x2e) {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    if (at === fraction) return undefined;
  }
  if ((text.charCodeAt(at) | 0x20) === 0x65) {
    const sign = text.charCodeAt(at + 1);
    const exponent = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = skipDigits(text, exponent);
    if (at === exponent) return undefined;
  }
  cursor.at = at;
  const value = Number(text.slice(start, at));
  if (!Number.isFinite(value)) cursor.outOfRange = true;
  return value;
};
