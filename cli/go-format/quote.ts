const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const shortEscapes = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [92, '\\\\'],
]);

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** Whether Go prints a character as it is; letters, marks, numbers, punctuation, symbols and the ASCII space. */
export const isPrintable = (code: number): boolean =>
  code < 0x7f ? code >= 0x20 : printable.test(String.fromCodePoint(code));

const escapeCharacter = (code: number, quoteMark: string, asciiOnly: boolean): string => {
  const character = String.fromCodePoint(code);
  if (character === quoteMark) return `\\${character}`;
  const short = shortEscapes.get(code);
  if (short !== undefined) return short;
  if (isPrintable(code) && (code < 0x80 || !asciiOnly)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  if (code >= 0xd800 && code < 0xe000) return '\\ufffd';
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
};

/** Text as a Go string literal. */
export const quote = (text: string, asciiOnly = false): string => {
  let quoted = '"';
  for (const character of text) quoted += escapeCharacter(character.codePointAt(0)!, '"', asciiOnly);
  return `${quoted}"`;
};

/** A character as a Go rune literal. */
export const quoteRune = (code: number, asciiOnly = false): string => `'${escapeCharacter(code, "'", asciiOnly)}'`;

/** Whether text can stand between backquotes. */
export const canBackquote = (text: string): boolean => !/[\0-\x08\x0a-\x1f\x7f`\ufeff]/.test(text);
