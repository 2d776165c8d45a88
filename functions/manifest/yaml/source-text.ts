import { BYTE_ORDER_MARK } from './characters.ts';
import { decodeInChunks } from './decode-in-chunks.ts';

/** Text to scan, followed by NULs so that looking ahead needs no bounds. */
export interface SourceText {
  text: string;
  /** Ends of the chunks the text was read in; undefined for ordinary text, where they make no difference. */
  ends: readonly number[] | undefined;
  /** What is wrong with the bytes behind the last chunk. */
  failure: string | undefined;
}

const padding = '\0\0\0\0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const unusual = /[\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]/;

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const inChunks = (bytes: Uint8Array): SourceText => {
  const { text, ends, failure } = decodeInChunks(bytes);
  return { text: text + padding, ends, failure };
};

/** Characters of a document: one pass of native code for ordinary UTF-8, chunk by chunk as libyaml does for anything else. */
export const sourceText = (bytes: Uint8Array): SourceText => {
  let ascii = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (byte === 0x0a || byte === 0x0d || byte === 0x09) continue;
    if (byte < 0x80) return inChunks(bytes);
    ascii = false;
  }
  let text = decode(bytes);
  if (text === undefined) return inChunks(bytes);
  if (!ascii) {
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
    if (unusual.test(text)) return inChunks(bytes);
  }
  return { text: text + padding, ends: undefined, failure: undefined };
};
