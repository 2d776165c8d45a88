import { APOSTROPHE, BACKSLASH, isBlank, isBlankOrEnd, isBreak, QUOTE } from './characters.ts';
import { documentIndicator } from './document-indicator.ts';
import { scanEscape } from './escapes.ts';
import { charAt, readBreak, type Scanner, scannerError, skipBreak } from './scanner.ts';
import { need, needAlong } from './window.ts';

/** What has been read: `value`, and the text from `from` on, which is copied only when something interrupts it. */
interface Reading {
  value: string;
  from: number;
}

const flush = (s: Scanner, reading: Reading, addition: string): void => {
  reading.value += s.text.slice(reading.from, s.pos) + addition;
};

/** Moves over what is neither blank nor the closing quote; true when it ended with an escaped line break. */
const readRun = (s: Scanner, quote: number, reading: Reading): boolean => {
  let start = s.pos;
  for (;;) {
    const c = s.text.charCodeAt(s.pos);
    if (c === quote) {
      if (quote === QUOTE || charAt(s, 1) !== APOSTROPHE) break;
      needAlong(s, start, 2);
      flush(s, reading, "'");
      s.pos += 2;
      reading.from = s.pos;
      start = s.pos;
      need(s, 2);
    } else if (c === BACKSLASH && quote === QUOTE) {
      needAlong(s, start, 2);
      flush(s, reading, '');
      if (isBreak(charAt(s, 1))) {
        need(s, 3);
        s.pos++;
        skipBreak(s);
        reading.from = s.pos;
        return true;
      }
      reading.value += scanEscape(s);
      reading.from = s.pos;
      start = s.pos;
      need(s, 2);
    } else if (isBlankOrEnd(c)) {
      break;
    } else {
      s.pos++;
    }
  }
  needAlong(s, start, 2);
  return false;
};

/** Moves over blanks and line breaks and folds them. */
const foldBlanks = (s: Scanner, reading: Reading, afterBreak: boolean): void => {
  const end = s.pos;
  let first: string | undefined = afterBreak ? '' : undefined;
  let more = '';
  for (let c = charAt(s); isBlank(c) || isBreak(c); c = charAt(s)) {
    if (isBlank(c)) {
      s.pos++;
    } else {
      need(s, 2);
      if (first === undefined) {
        reading.value += s.text.slice(reading.from, end);
        first = readBreak(s);
      } else {
        more += readBreak(s);
      }
    }
    need(s, 1);
  }
  if (first === undefined) return;
  if (first === '\n') reading.value += more === '' ? ' ' : more;
  else reading.value += first + more;
  reading.from = s.pos;
};

/** Reads a scalar in single or double quotes. */
export const scanQuotedScalar = (s: Scanner, quote: number): string => {
  s.pos++;
  const reading: Reading = { value: '', from: s.pos };
  for (;;) {
    need(s, 4);
    if (documentIndicator(s) !== 0) throw scannerError(s, 'found unexpected document indicator');
    if (charAt(s) === 0) throw scannerError(s, 'found unexpected end of stream');
    const afterBreak = readRun(s, quote, reading);
    need(s, 1);
    if (charAt(s) === quote) break;
    foldBlanks(s, reading, afterBreak);
  }
  flush(s, reading, '');
  s.pos++;
  return reading.value;
};
