import { isPrintable } from './printable.ts';

const plain = /^[ !#-&(-[\]-~]*$/;
const short: Record<string, string> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** Go's `%q` for text. */
export const doubleQuote = (text: string): string =>
  plain.test(text) ? `"${text}"` : `"${escaped(text).replaceAll('"', '\\"')}"`;

/** The same between single quotes, as JSON Schema messages have it: `"` is left alone and `'` escaped. */
export const quote = (text: string): string =>
  plain.test(text) ? `'${text}'` : `'${escaped(text).replaceAll("'", "\\'")}'`;

function escaped(text: string): string {
  let result = '';
  for (const character of text) result += short[character] ?? (isPrintable(character) ? character : hexOf(character));
  return result;
}

function hexOf(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
