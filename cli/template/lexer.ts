import { type Cursor, emit, endsHere, fail, isBlank, passEnd, skip } from './cursor.ts';
import { lexAction } from './lex-action.ts';
import type { Token } from './token.ts';

const trimsLeft = (source: string, at: number): boolean => source[at] === '-' && isBlank(source[at + 1]);

const lexComment = (cursor: Cursor): boolean => {
  skip(cursor);
  const end = cursor.source.indexOf('*/', cursor.at + 2);
  if (end < 0) return fail(cursor, 'unclosed comment');
  if (endsHere(cursor.source, end + 2) === 'no') return fail(cursor, 'comment ends before closing delimiter');
  cursor.at = end + 2;
  passEnd(cursor, false);
  return true;
};

const lexText = (cursor: Cursor, open: number): void => {
  let end = open;
  if (trimsLeft(cursor.source, open + 2)) while (end > cursor.start && isBlank(cursor.source[end - 1])) end--;
  cursor.at = end;
  if (end > cursor.start) emit(cursor, 'text');
  cursor.at = open;
  skip(cursor);
};

const lexRest = (cursor: Cursor): void => {
  cursor.at = cursor.source.length;
  if (cursor.at > cursor.start) emit(cursor, 'text');
};

/** Cuts a template into tokens; the last one is the end of the file or an error. */
export const lex = (source: string): Token[] => {
  const cursor: Cursor = { source, tokens: [], at: 0, start: 0, line: 1 };
  for (let isGoing = true; isGoing; ) {
    const open = source.indexOf('{{', cursor.at);
    if (open < 0) {
      lexRest(cursor);
      break;
    }
    lexText(cursor, open);
    const afterMarker = open + (trimsLeft(source, open + 2) ? 4 : 2);
    if (source.startsWith('/*', afterMarker)) {
      cursor.at = afterMarker;
      isGoing = lexComment(cursor);
    } else {
      cursor.at = open + 2;
      emit(cursor, 'left delimiter');
      cursor.at = afterMarker;
      skip(cursor);
      isGoing = lexAction(cursor);
    }
  }
  cursor.tokens.push({ kind: 'end of file', text: 'EOF', at: source.length, line: cursor.line });
  return cursor.tokens;
};
