import { type Directive, pad } from './directive.ts';
import { isPrintable, quoteRune } from './quote.ts';

const replacement = 0xfffd;

const toRune = (value: bigint): number => {
  const code = BigInt.asUintN(64, value);
  if (code > 0x10ffffn || (code >= 0xd800n && code <= 0xdfffn)) return replacement;
  return Number(code);
};

const prefixOf = (verb: string, digits: string, directive: Directive): string => {
  const octal = directive.sharp && !digits.startsWith('0') ? '0' : '';
  if (verb === 'O') return `0o${octal}`;
  if (verb === 'o') return octal;
  if (!directive.sharp) return '';
  if (verb === 'b') return '0b';
  if (verb === 'x' || verb === 'X') return `0${verb}`;
  return '';
};

const signOf = (isNegative: boolean, directive: Directive): string => {
  if (isNegative) return '-';
  if (directive.plus) return '+';
  return directive.space ? ' ' : '';
};

const inBase = (value: bigint, base: number, verb: string, directive: Directive): string => {
  const { precision, width } = directive;
  if (precision === 0 && value === 0n) return ' '.repeat(width ?? 0);
  const sign = signOf(value < 0n, directive);
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  else if (directive.zero && !directive.minus) digits = digits.padStart((width ?? 0) - sign.length, '0');
  return pad(sign + prefixOf(verb, digits, directive) + digits, directive, false);
};

const asUnicode = (value: bigint, directive: Directive): string => {
  const code = BigInt.asUintN(64, value);
  const digits = code
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, directive.precision ?? 0), '0');
  const isShown = directive.sharp && code <= 0x10ffffn && isPrintable(Number(code));
  return pad(`U+${digits}${isShown ? ` '${String.fromCodePoint(Number(code))}'` : ''}`, directive, false);
};

/** An integer under a verb, or nothing when the verb is none for integers. */
export const formatInteger = (value: bigint, verb: string, directive: Directive): string | undefined => {
  switch (verb) {
    case 'v':
    case 'd':
      return inBase(value, 10, verb, directive);
    case 'b':
      return inBase(value, 2, verb, directive);
    case 'o':
    case 'O':
      return inBase(value, 8, verb, directive);
    case 'x':
    case 'X':
      return inBase(value, 16, verb, directive);
    case 'c':
      return pad(String.fromCodePoint(toRune(value)), directive);
    case 'q':
      return pad(quoteRune(toRune(value), directive.plus), directive);
    case 'U':
      return asUnicode(value, directive);
    default:
      return undefined;
  }
};
