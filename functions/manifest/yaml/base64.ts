import { decodeUtf8 } from './decode-character.ts';
import { YamlError } from './yaml-error.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i;

const corrupt = (): YamlError => new YamlError('yaml: !!binary value contains invalid base64 data');

const bytesOf = (encoded: string): Uint8Array => {
  if (encoded.length % 4 !== 0) throw corrupt();
  let length = encoded.length;
  if (encoded.endsWith('==')) length -= 2;
  else if (encoded.endsWith('=')) length--;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let filled = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const c = encoded.charCodeAt(i);
    const sextet = c < 128 ? sextets[c]! : -1;
    if (sextet < 0) throw corrupt();
    bits = ((bits << 6) | sextet) & 0xfff;
    filled += 6;
    if (filled >= 8) {
      filled -= 8;
      bytes[at++] = bits >> filled;
    }
  }
  return bytes;
};

/** Text of bytes; every byte that belongs to no UTF-8 sequence becomes U+FFFD, as Go prints it in JSON. */
const textOf = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const decoded = decodeUtf8(bytes, at, bytes.length);
    if ('problem' in decoded) {
      text += '\ufffd';
      at++;
    } else {
      text += String.fromCodePoint(decoded.code);
      at += decoded.width;
    }
  }
  return text;
};

/** The text that base64 with padding stands for; line breaks in it do not count. Throws YamlError. */
export const decodeBase64 = (encoded: string): string => textOf(bytesOf(encoded.replace(/[\r\n]+/g, '')));
