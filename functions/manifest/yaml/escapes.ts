import { hexValue, TAB } from './characters.ts';
import { charAt, type Scanner, scannerError } from './scanner.ts';
import { need } from './window.ts';

const named = new Map<number, string>([
  [TAB, '\t'],
  ...Object.entries({
    0: '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '\\': '\\',
    N: '\x85',
    _: '\xa0',
    L: '\u2028',
    P: '\u2029',
  }).map(([letter, value]): [number, string] => [letter.charCodeAt(0), value]),
]);

const [LOWER_X, LOWER_U, UPPER_U] = [0x78, 0x75, 0x55];

const digitsAfter = (letter: number): number => {
  if (letter === LOWER_X) return 2;
  if (letter === LOWER_U) return 4;
  return letter === UPPER_U ? 8 : 0;
};

/** Reads one escape sequence of a double-quoted scalar; the scanner stands on its backslash. */
export const scanEscape = (s: Scanner): string => {
  const letter = charAt(s, 1);
  const value = named.get(letter);
  const digits = digitsAfter(letter);
  if (value === undefined && digits === 0) throw scannerError(s, 'found unknown escape character');
  s.pos += 2;
  if (value !== undefined) return value;
  need(s, digits);
  let code = 0;
  for (let i = 0; i < digits; i++) {
    const digit = hexValue(charAt(s, i));
    if (digit < 0) throw scannerError(s, 'did not find expected hexdecimal number');
    code = code * 16 + digit;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    throw scannerError(s, 'found invalid Unicode character escape code');
  }
  s.pos += digits;
  return String.fromCodePoint(code);
};
