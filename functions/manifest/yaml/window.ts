import { BYTE_ORDER_MARK } from './characters.ts';
import { type Scanner, widthAt } from './scanner.ts';
import { YamlError } from './yaml-error.ts';

/*
 * libyaml holds only a part of the text, and reads the next chunk when fewer characters are left than its scanner wants to
 * see. That decides two things: whether broken bytes or a mistake before them are reported, and whether a byte order
 * mark happens to stand first in the buffer. Ordinary text has neither; for it every check here is one comparison.
 */

const charactersLeft = (s: Scanner, pos: number, enough: number): number => {
  let count = 0;
  for (let at = pos; at < s.limit && count < enough; at += widthAt(s, at)) count++;
  return count;
};

const refill = (s: Scanner, pos: number, wanted: number): void => {
  const ends = s.source.ends!;
  if (charactersLeft(s, pos, wanted) >= wanted) return;
  s.base = pos;
  while (charactersLeft(s, pos, wanted) < wanted) {
    if (s.chunk === ends.length) {
      if (s.source.failure !== undefined) throw new YamlError(`yaml: ${s.source.failure}`);
      s.limit++;
      return;
    }
    s.limit = ends[s.chunk++]!;
  }
};

/** Says that the scanner looks at the next `wanted` characters; throws when bytes that cannot be read come into view. */
export const need = (s: Scanner, wanted: number): void => {
  if (s.pos + 2 * wanted > s.limit) refill(s, s.pos, wanted);
};

/** As `need`, for each character of a run that begins at `from` and ends at the current position. */
export const needAlong = (s: Scanner, from: number, wanted: number): void => {
  if (s.pos + 2 * wanted <= s.limit) return;
  for (let at = from; at < s.pos; ) {
    at += widthAt(s, at);
    refill(s, at, wanted);
  }
};

/** libyaml looks for a byte order mark at the start of its buffer, wherever the scanner stands. */
export const bufferStartsWithMark = (s: Scanner): boolean =>
  s.source.ends !== undefined && s.text.charCodeAt(s.base) === BYTE_ORDER_MARK;
