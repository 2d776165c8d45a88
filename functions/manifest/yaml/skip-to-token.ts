import { HASH, isBreak, isBreakOrEnd, SPACE, TAB } from './characters.ts';
import { type Scanner, skipBreak, widthAt } from './scanner.ts';
import { bufferStartsWithMark, need, needAlong } from './window.ts';

/** Moves over blanks, comments and line breaks. Tabs are blanks only where they cannot pass for indentation. */
export const skipToToken = (s: Scanner): void => {
  const { text } = s;
  for (;;) {
    need(s, 1);
    if (s.pos === s.lineStart && bufferStartsWithMark(s)) s.pos += widthAt(s, s.pos);
    need(s, 1);
    const start = s.pos;
    const skipsTabs = s.flowLevel > 0 || !s.simpleKeyAllowed;
    let pos = start;
    let c = text.charCodeAt(pos);
    while (c === SPACE || (c === TAB && skipsTabs)) c = text.charCodeAt(++pos);
    if (c === HASH) while (!isBreakOrEnd(c)) c = text.charCodeAt(++pos);
    s.pos = pos;
    needAlong(s, start, 1);
    if (!isBreak(c)) return;
    need(s, 2);
    skipBreak(s);
    if (s.flowLevel === 0) s.simpleKeyAllowed = true;
  }
};
