/** A stretch of the body, end exclusive. */
export interface Stretch {
  start: number;
  end: number;
}

const isAsciiSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Whether these two bytes are U+0085 or U+00A0. */
const isLatinSpace = (first: number, second: number): boolean => first === 0xc2 && (second === 0x85 || second === 0xa0);

/** Whether these three bytes are one of Unicode's other spaces: U+1680, U+2000-200A, U+2028, 2029, 202F, 205F, 3000. */
const isWideSpace = (first: number, second: number, third: number): boolean => {
  if (first === 0xe1) return second === 0x9a && third === 0x80;
  if (first === 0xe3) return second === 0x80 && third === 0x80;
  if (first !== 0xe2) return false;
  if (second === 0x81) return third === 0x9f;
  return second === 0x80 && ((third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf);
};

/** Bytes of the space that begins at `at`, 0 when none does. */
const spaceAt = (body: Uint8Array, at: number, end: number): number => {
  if (isAsciiSpace(body[at]!)) return 1;
  if (at + 1 < end && isLatinSpace(body[at]!, body[at + 1]!)) return 2;
  return at + 2 < end && isWideSpace(body[at]!, body[at + 1]!, body[at + 2]!) ? 3 : 0;
};

/** Bytes of the space that ends before `end`, 0 when none does. */
const spaceBefore = (body: Uint8Array, start: number, end: number): number => {
  if (isAsciiSpace(body[end - 1]!)) return 1;
  if (end - 2 >= start && isLatinSpace(body[end - 2]!, body[end - 1]!)) return 2;
  return end - 3 >= start && isWideSpace(body[end - 3]!, body[end - 2]!, body[end - 1]!) ? 3 : 0;
};

/** The stretch without the white space around it, as Go's bytes.TrimSpace sees white space. */
export const trimSpace = (body: Uint8Array, from: number, to: number): Stretch => {
  let start = from;
  let end = to;
  while (start < end) {
    const width = spaceAt(body, start, end);
    if (width === 0) break;
    start += width;
  }
  while (end > start) {
    const width = spaceBefore(body, start, end);
    if (width === 0) break;
    end -= width;
  }
  return { start, end };
};
