const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or undefined when they are not UTF-8. A byte order mark stays in the text. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

/** Bytes of the well-formed character that begins at `at`, 0 when there is none. */
const characterLength = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < low || second > high) return 0;
  for (let rest = 2; rest < length; rest++) {
    const byte = bytes[at + rest] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
};

/** The text Go makes of bytes that are not all UTF-8: one U+FFFD for each byte that does not fit. */
export const decodeAsGo = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  let good = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > good) parts.push(strict.decode(bytes.subarray(good, at)));
    parts.push('\ufffd');
    good = ++at;
  }
  if (at > good) parts.push(strict.decode(bytes.subarray(good, at)));
  return parts.join('');
};
