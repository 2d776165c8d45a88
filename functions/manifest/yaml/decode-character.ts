/** One character with its width in bytes, or what is wrong with it; `cut` when the chunk ends within it. */
export type Decoded = { code: number; width: number } | { problem: string; cut: boolean };

export type Decoder = (bytes: Uint8Array, at: number, end: number) => Decoded;

const broken = (problem: string): Decoded => ({ problem, cut: false });
const cutOff = (problem: string): Decoded => ({ problem, cut: true });

const utf8Width = (byte: number): number => {
  if (byte < 0x80) return 1;
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
};

const smallestOfWidth = [0, 0, 0x80, 0x800, 0x10000];

/** Decodes the UTF-8 sequence at `at`; `end` is where the chunk ends. */
export const decodeUtf8: Decoder = (bytes, at, end) => {
  const lead = bytes[at]!;
  const width = utf8Width(lead);
  if (width === 0) return broken('invalid leading UTF-8 octet');
  if (at + width > end) return cutOff('incomplete UTF-8 octet sequence');
  let code = width === 1 ? lead : lead & (0x7f >> width);
  for (let i = 1; i < width; i++) {
    const octet = bytes[at + i]!;
    if ((octet & 0xc0) !== 0x80) return broken('invalid trailing UTF-8 octet');
    code = (code << 6) | (octet & 0x3f);
  }
  if (code < smallestOfWidth[width]!) return broken('invalid length of a UTF-8 sequence');
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return broken('invalid Unicode character');
  return { code, width };
};

/** Decodes UTF-16; `low` is the offset of the low byte within a unit. */
export const decodeUtf16 =
  (low: number): Decoder =>
  (bytes, at, end) => {
    const unit = (offset: number): number => bytes[offset + low]! | (bytes[offset + 1 - low]! << 8);
    if (at + 2 > end) return cutOff('incomplete UTF-16 character');
    const first = unit(at);
    if ((first & 0xfc00) === 0xdc00) return broken('unexpected low surrogate area');
    if ((first & 0xfc00) !== 0xd800) return { code: first, width: 2 };
    if (at + 4 > end) return cutOff('incomplete UTF-16 surrogate pair');
    const second = unit(at + 2);
    if ((second & 0xfc00) !== 0xdc00) return broken('expected low surrogate area');
    return { code: 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff), width: 4 };
  };
