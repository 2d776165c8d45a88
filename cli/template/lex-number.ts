import { quote } from '../go-format/quote.ts';
import { type Cursor, characterAt, emit, fail, isWordCharacter } from './cursor.ts';

const shapes =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

const passNumber = (cursor: Cursor): boolean => {
  shapes.lastIndex = cursor.at;
  cursor.at += shapes.exec(cursor.source)![0].length;
  const next = characterAt(cursor);
  if (!isWordCharacter(next)) return true;
  cursor.at += next.length;
  return false;
};

const bad = (cursor: Cursor): false =>
  fail(cursor, `bad number syntax: ${quote(cursor.source.slice(cursor.start, cursor.at))}`);

/** Reads a number, loosely: what it is worth is found out by the parser. */
export const lexNumber = (cursor: Cursor): boolean => {
  if (!passNumber(cursor)) return bad(cursor);
  const next = cursor.source[cursor.at];
  if (next !== '+' && next !== '-') {
    emit(cursor, 'number');
    return true;
  }
  if (!passNumber(cursor) || cursor.source[cursor.at - 1] !== 'i') return bad(cursor);
  emit(cursor, 'complex');
  return true;
};
