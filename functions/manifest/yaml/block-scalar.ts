import { DASH, HASH, isBlank, isBreak, isBreakOrEnd, isDigit, PLUS, SPACE, TAB, ZERO } from './characters.ts';
import { charAt, readBreak, type Scanner, scannerError, skipBreak } from './scanner.ts';
import { need, needAlong } from './window.ts';

interface Header {
  /** -1 strip, 0 clip, 1 keep */
  chomping: number;
  /** 0 when the text itself shows its indentation. */
  increment: number;
}

const readChomping = (s: Scanner, header: Header): void => {
  const c = charAt(s);
  if (c !== PLUS && c !== DASH) return;
  header.chomping = c === PLUS ? 1 : -1;
  s.pos++;
  need(s, 1);
};

const readIncrement = (s: Scanner, header: Header): void => {
  const c = charAt(s);
  if (!isDigit(c)) return;
  if (c === ZERO) throw scannerError(s, 'found an indentation indicator equal to 0');
  header.increment = c - ZERO;
  s.pos++;
  need(s, 1);
};

/** Moves over blanks and a comment to the next line; anything else there is an error. */
export const finishLine = (s: Scanner): void => {
  const start = s.pos;
  while (isBlank(charAt(s))) s.pos++;
  if (charAt(s) === HASH) while (!isBreakOrEnd(charAt(s))) s.pos++;
  needAlong(s, start, 1);
  if (!isBreakOrEnd(charAt(s))) throw scannerError(s, 'did not find expected comment or line break');
  if (!isBreak(charAt(s))) return;
  need(s, 2);
  skipBreak(s);
};

const readHeader = (s: Scanner): Header => {
  const header = { chomping: 0, increment: 0 };
  s.pos++;
  need(s, 1);
  if (isDigit(charAt(s))) {
    readIncrement(s, header);
    readChomping(s, header);
  } else {
    readChomping(s, header);
    if (header.chomping !== 0) readIncrement(s, header);
  }
  finishLine(s);
  return header;
};

/** Moves over indentation and empty lines; `indent` is set by the deepest of them when nothing else has said it. */
const readEmptyLines = (s: Scanner, block: { indent: number }): string => {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    const start = s.pos;
    const last = block.indent === 0 ? s.text.length : s.lineStart + block.indent;
    while (s.pos < last && charAt(s) === SPACE) s.pos++;
    needAlong(s, start, 1);
    deepest = Math.max(deepest, s.pos - s.lineStart);
    if (s.pos < last && charAt(s) === TAB) {
      throw scannerError(s, 'found a tab character where an indentation space is expected');
    }
    if (!isBreak(charAt(s))) break;
    need(s, 2);
    breaks += readBreak(s);
  }
  if (block.indent === 0) block.indent = Math.max(deepest, s.indent + 1, 1);
  return breaks;
};

const skipLine = (s: Scanner): void => {
  const { text } = s;
  const start = s.pos;
  let pos = start;
  while (!isBreakOrEnd(text.charCodeAt(pos))) pos++;
  s.pos = pos;
  needAlong(s, start, 1);
};

/** Reads a literal (`|`) or folded (`>`) scalar. */
export const scanBlockScalar = (s: Scanner, isLiteral: boolean): string => {
  const { chomping, increment } = readHeader(s);
  const block = { indent: increment === 0 ? 0 : Math.max(s.indent, 0) + increment };
  let value = '';
  let lineBreak = '';
  let emptyLines = readEmptyLines(s, block);
  let wasIndented = false;
  need(s, 1);
  while (s.pos - s.lineStart === block.indent && charAt(s) !== 0) {
    const isIndented = isBlank(charAt(s));
    const folds = !isLiteral && !wasIndented && !isIndented && lineBreak === '\n';
    if (!folds) value += lineBreak;
    else if (emptyLines === '') value += ' ';
    value += emptyLines;
    wasIndented = isIndented;
    const start = s.pos;
    skipLine(s);
    value += s.text.slice(start, s.pos);
    need(s, 2);
    lineBreak = readBreak(s);
    emptyLines = readEmptyLines(s, block);
  }
  if (chomping !== -1) value += lineBreak;
  return chomping === 1 ? value + emptyLines : value;
};
