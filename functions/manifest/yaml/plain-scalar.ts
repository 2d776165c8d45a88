import { COLON, HASH, isBlank, isBlankOrEnd, isBreak, TAB } from './characters.ts';
import { documentIndicator } from './document-indicator.ts';
import { readBreak, type Scanner, scannerError } from './scanner.ts';
import { need, needAlong } from './window.ts';

const ordinary = 0;
const always = 1;
const inFlow = 2;
const colon = 3;

/** What ASCII characters may mean within a plain scalar. */
const meanings = new Uint8Array(128);
for (const c of '\0\t\n\r ') meanings[c.charCodeAt(0)] = always;
for (const c of ',?[]{}') meanings[c.charCodeAt(0)] = inFlow;
meanings[COLON] = colon;

/** Whether a character that is not ordinary ends a run. */
const endsRun = (s: Scanner, c: number, pos: number): boolean => {
  if (c > 0x7f) return isBreak(c);
  const meaning = meanings[c]!;
  if (meaning === colon) return isBlankOrEnd(s.text.charCodeAt(pos + 1));
  return meaning === always || s.flowLevel > 0;
};

/** Moves over characters that are neither blank nor an indicator. */
const skipRun = (s: Scanner): void => {
  const { text } = s;
  let pos = s.pos;
  for (;;) {
    const c = text.charCodeAt(pos);
    if ((c > 0x7f || meanings[c] !== ordinary) && endsRun(s, c, pos)) break;
    pos++;
  }
  s.pos = pos;
};

/** Moves over blanks and line breaks; returns what the breaks fold to, or undefined when the line goes on. */
const skipBlanks = (s: Scanner): string | undefined => {
  const indent = s.indent + 1;
  let first: string | undefined;
  let more = '';
  for (let c = s.text.charCodeAt(s.pos); isBlank(c) || isBreak(c); c = s.text.charCodeAt(s.pos)) {
    if (isBlank(c)) {
      if (first !== undefined && c === TAB && s.pos - s.lineStart < indent) {
        throw scannerError(s, 'found a tab character that violates indentation');
      }
      s.pos++;
    } else {
      need(s, 2);
      if (first === undefined) first = readBreak(s);
      else more += readBreak(s);
    }
    need(s, 1);
  }
  if (first === undefined) return undefined;
  if (first !== '\n') return first + more;
  return more === '' ? ' ' : more;
};

/** Reads a scalar without quotes, which may go on over several lines. */
export const scanPlainScalar = (s: Scanner): string => {
  let folded = '';
  let from = s.pos;
  let end = s.pos;
  let fold: string | undefined;
  do {
    need(s, 4);
    if (documentIndicator(s) !== 0 || s.text.charCodeAt(s.pos) === HASH) break;
    const start = s.pos;
    skipRun(s);
    if (s.pos > start) {
      if (fold !== undefined) {
        folded += s.text.slice(from, end) + fold;
        from = start;
        fold = undefined;
      }
      end = s.pos;
      needAlong(s, start, 2);
    }
    const c = s.text.charCodeAt(s.pos);
    if (!isBlank(c) && !isBreak(c)) break;
    need(s, 1);
    fold = skipBlanks(s);
  } while (s.flowLevel > 0 || s.pos - s.lineStart > s.indent);
  if (fold !== undefined) s.simpleKeyAllowed = true;
  return folded === '' ? s.text.slice(from, end) : folded + s.text.slice(from, end);
};
