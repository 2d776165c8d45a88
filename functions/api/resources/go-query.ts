/** Decoded name and value, in the order of the query. */
export type QueryPair = readonly [name: string, value: string];

/** Go's net/url refuses more pairs; kubesec drops the error and sees none of them. */
const mostPairs = 10_000;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads a raw query as Go's `url.ParseQuery` does: pairs with `;` or a bad escape vanish, `+` is a blank. */
export function parseGoQuery(raw: string): QueryPair[] {
  if (raw === '') return [];
  const parts = raw.split('&', mostPairs + 1);
  if (parts.length > mostPairs) return [];
  const pairs: QueryPair[] = [];
  for (const part of parts) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const name = unescapeGo(equals < 0 ? part : part.slice(0, equals));
    const value = unescapeGo(equals < 0 ? '' : part.slice(equals + 1));
    if (name !== undefined && value !== undefined) pairs.push([name, value]);
  }
  return pairs;
}

export const firstValue = (pairs: readonly QueryPair[], name: string): string | undefined =>
  pairs.find((pair) => pair[0] === name)?.[1];

export const allValues = (pairs: readonly QueryPair[], name: string): string[] =>
  pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);

/** Undefined for a bad escape. Bytes that are not UTF-8 become U+FFFD. */
function unescapeGo(text: string): string | undefined {
  if (!text.includes('%')) return text.replaceAll('+', ' ');
  const source = new TextEncoder().encode(text);
  const bytes = new Uint8Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) {
    const byte = source[i]!;
    if (byte === 0x25) {
      const high = hexDigit(source[i + 1]);
      const low = hexDigit(source[i + 2]);
      if (high < 0 || low < 0) return undefined;
      bytes[length++] = high * 16 + low;
      i += 2;
    } else {
      bytes[length++] = byte === 0x2b ? 0x20 : byte;
    }
  }
  return utf8.decode(bytes.subarray(0, length));
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
