/** Size of libyaml's raw buffer: broken bytes are noticed when the chunk that holds them is read, not before. */
const chunkBytes = 512;

/** Characters up to the first chunk that cannot be read; `ends` are the ends of the chunks in UTF-16 units. */
export interface Chunks {
  text: string;
  ends: number[];
  failure: string | undefined;
}

/** One character with its width in bytes, or what is wrong with it; `cut` when the chunk ends within it. */
type Decoded = { code: number; width: number } | { problem: string; cut: boolean };

type Decoder = (bytes: Uint8Array, at: number, end: number) => Decoded;

const broken = (problem: string): Decoded => ({ problem, cut: false });
const cutOff = (problem: string): Decoded => ({ problem, cut: true });

const utf8Width = (byte: number): number => {
  if (byte < 0x80) return 1;
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
};

const smallestOfWidth = [0, 0, 0x80, 0x800, 0x10000];

const utf8: Decoder = (bytes, at, end) => {
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

const utf16 =
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

const isAllowed = (code: number): boolean => {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  if (code < 0xa0) return code <= 0x7e || code === 0x85;
  return code !== 0xfffe && code !== 0xffff;
};

const encodingOf = (bytes: Uint8Array): { decode: Decoder; start: number } => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { decode: utf16(0), start: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { decode: utf16(1), start: 2 };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { decode: utf8, start: hasMark ? 3 : 0 };
};

/** Reads bytes as libyaml's buffered reader does, up to the end or to the first chunk with something it refuses. */
export const decodeInChunks = (bytes: Uint8Array): Chunks => {
  const { decode, start } = encodingOf(bytes);
  const ends: number[] = [];
  let text = '';
  let at = start;
  let end = Math.min(chunkBytes, bytes.length);
  while (at < bytes.length) {
    let chunk = '';
    while (at < end) {
      const decoded = decode(bytes, at, end);
      if ('problem' in decoded) {
        if (decoded.cut && chunk !== '') break;
        return { text, ends, failure: decoded.problem };
      }
      if (!isAllowed(decoded.code)) return { text, ends, failure: 'control characters are not allowed' };
      chunk += String.fromCodePoint(decoded.code);
      at += decoded.width;
    }
    text += chunk;
    ends.push(text.length);
    end = Math.min(at + chunkBytes, bytes.length);
  }
  return { text, ends, failure: undefined };
};
