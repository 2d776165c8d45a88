import { type Decoder, decodeUtf8, decodeUtf16 } from './decode-character.ts';

/** Size of libyaml's raw buffer: broken bytes are noticed when the chunk that holds them is read, not before. */
const chunkBytes = 512;

/** Characters up to the first chunk that cannot be read; `ends` are the ends of the chunks in UTF-16 units. */
export interface Chunks {
  text: string;
  ends: number[];
  failure: string | undefined;
}

const isAllowed = (code: number): boolean => {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  if (code < 0xa0) return code <= 0x7e || code === 0x85;
  return code !== 0xfffe && code !== 0xffff;
};

const encodingOf = (bytes: Uint8Array): { decode: Decoder; start: number } => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { decode: decodeUtf16(0), start: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { decode: decodeUtf16(1), start: 2 };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { decode: decodeUtf8, start: hasMark ? 3 : 0 };
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
