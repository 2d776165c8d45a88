import { TemplateError } from './error.ts';

const simple = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
]);
const lengths = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

const invalid = (): TemplateError => new TemplateError('invalid syntax');

interface Escape {
  readonly code: number;
  readonly length: number;
  /** `\x41` and `\101` name a byte, the others a character */
  readonly isByte: boolean;
}

const readDigits = (text: string, at: number, count: number, base: number): number => {
  const digits = text.slice(at, at + count);
  const allowed = base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/;
  if (digits.length !== count || !allowed.test(digits)) throw invalid();
  return Number.parseInt(digits, base);
};

const readEscape = (text: string, at: number, mark: string): Escape => {
  const letter = text[at + 1] ?? '';
  const code = letter === mark ? mark.charCodeAt(0) : simple.get(letter);
  if (code !== undefined) return { code, length: 2, isByte: false };
  const length = lengths.get(letter);
  if (length === undefined) {
    const byte = readDigits(text, at + 1, 3, 8);
    if (byte > 255) throw invalid();
    return { code: byte, length: 4, isByte: true };
  }
  const value = readDigits(text, at + 2, length, 16);
  if (letter !== 'x' && (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))) throw invalid();
  return { code: value, length: 2 + length, isByte: letter === 'x' };
};

const decodeEscapes = (text: string): string => {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      bytes.push(...encoder.encode(character));
      at += character.length;
      continue;
    }
    const found = readEscape(text, at, '"');
    if (found.isByte) bytes.push(found.code);
    else bytes.push(...encoder.encode(String.fromCodePoint(found.code)));
    at += found.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw new TemplateError('byte escapes that make no UTF-8 are not supported');
  }
};

/** The text of a Go string literal, quoted or raw. */
export const unquote = (literal: string): string => {
  const inside = literal.slice(1, -1);
  if (literal.startsWith('`')) return inside.replaceAll('\r', '');
  return inside.includes('\\') ? decodeEscapes(inside) : inside;
};

/** The code of a Go character literal. */
export const unquoteCharacter = (literal: string): number => {
  const inside = literal.slice(1, -1);
  if (inside === '') throw invalid();
  const first = inside.codePointAt(0)!;
  const { code, length } =
    inside[0] === '\\' ? readEscape(inside, 0, "'") : { code: first, length: String.fromCodePoint(first).length };
  if (length !== inside.length) throw new TemplateError(`malformed character constant: ${literal}`);
  return code;
};
