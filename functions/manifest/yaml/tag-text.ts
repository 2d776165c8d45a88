import { EXCLAMATION, GREATER, hexValue, isBlank, isBlankOrEnd, isNameCharacter, LESS, PERCENT } from './characters.ts';
import { charAt, type Scanner, scannerError } from './scanner.ts';
import { need } from './window.ts';

const uriPunctuation = new Set([...";/?:@&=+$,.!~*'()[]%"].map((c) => c.charCodeAt(0)));

const isUriCharacter = (c: number): boolean => isNameCharacter(c) || uriPunctuation.has(c);

const sequenceLength = (octet: number): number => {
  if (octet < 0x80) return 1;
  if (octet < 0xc0) return 0;
  if (octet < 0xe0) return 2;
  if (octet < 0xf0) return 3;
  return octet < 0xf8 ? 4 : 0;
};

/** Reads the escapes of one UTF-8 sequence. Each octet becomes one character: no tag with a meaning has such octets. */
const readUriEscapes = (s: Scanner): string => {
  let octets = '';
  let left = 1;
  do {
    need(s, 3);
    const high = hexValue(charAt(s, 1));
    const low = hexValue(charAt(s, 2));
    if (charAt(s) !== PERCENT || high < 0 || low < 0) throw scannerError(s, 'did not find URI escaped octet');
    const octet = high * 16 + low;
    if (octets === '') {
      left = sequenceLength(octet);
      if (left === 0) throw scannerError(s, 'found an incorrect leading UTF-8 octet');
    } else if ((octet & 0xc0) !== 0x80) {
      throw scannerError(s, 'found an incorrect trailing UTF-8 octet');
    }
    octets += String.fromCharCode(octet);
    s.pos += 3;
    left--;
  } while (left > 0);
  return octets;
};

const readUri = (s: Scanner, mayBeEmpty: boolean): string => {
  let uri = '';
  need(s, 1);
  for (let c = charAt(s); isUriCharacter(c); c = charAt(s)) {
    if (c === PERCENT) {
      uri += readUriEscapes(s);
    } else {
      uri += String.fromCharCode(c);
      s.pos++;
    }
    need(s, 1);
  }
  if (uri === '' && !mayBeEmpty) throw scannerError(s, 'did not find expected tag URI');
  return uri;
};

const readHandle = (s: Scanner, isDirective: boolean): string => {
  need(s, 1);
  if (charAt(s) !== EXCLAMATION) throw scannerError(s, "did not find expected '!'");
  const start = s.pos;
  do {
    s.pos++;
    need(s, 1);
  } while (isNameCharacter(charAt(s)));
  if (charAt(s) === EXCLAMATION) s.pos++;
  else if (isDirective && s.pos - start > 1) throw scannerError(s, "did not find expected '!'");
  return s.text.slice(start, s.pos);
};

/** A tag as written: with an empty handle, the suffix is the whole tag. */
export interface TagText {
  handle: string;
  suffix: string;
}

const readTag = (s: Scanner): TagText => {
  need(s, 2);
  if (charAt(s, 1) === LESS) {
    s.pos += 2;
    const suffix = readUri(s, false);
    if (charAt(s) !== GREATER) throw scannerError(s, "did not find the expected '>'");
    s.pos++;
    return { handle: '', suffix };
  }
  const handle = readHandle(s, false);
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: readUri(s, false) };
  const suffix = handle.slice(1) + readUri(s, true);
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
};

/** Reads the tag of a node: `!<uri>`, `!handle!suffix`, `!suffix` or `!`. */
export const scanTag = (s: Scanner): TagText => {
  const tag = readTag(s);
  need(s, 1);
  if (!isBlankOrEnd(charAt(s))) throw scannerError(s, 'did not find expected whitespace or line break');
  return tag;
};

export const skipBlanks = (s: Scanner): void => {
  need(s, 1);
  while (isBlank(charAt(s))) {
    s.pos++;
    need(s, 1);
  }
};

/** Reads handle and prefix of a `%TAG` directive. */
export const scanTagDirective = (s: Scanner): TagText => {
  skipBlanks(s);
  const handle = readHandle(s, true);
  need(s, 1);
  if (!isBlank(charAt(s))) throw scannerError(s, 'did not find expected whitespace');
  skipBlanks(s);
  const suffix = readUri(s, false);
  need(s, 1);
  if (!isBlankOrEnd(charAt(s))) throw scannerError(s, 'did not find expected whitespace or line break');
  return { handle, suffix };
};
