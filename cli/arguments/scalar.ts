import { quote } from '../go-format/quote.ts';
import { UsageError } from './usage-error.ts';

const truths = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text): [string, boolean] => [text, true]),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text): [string, boolean] => [text, false]),
]);
const integer = /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;

/** Go's strconv.ParseBool. */
export const parseBool = (text: string): boolean => {
  const value = truths.get(text);
  if (value === undefined) throw new UsageError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
  return value;
};

/** Go's strconv.ParseInt with base 0: decimal, `0x`, `0o`, `0b`, or octal after a zero. */
export const parseInteger = (text: string): number => {
  const match = integer.exec(text);
  if (match === null) throw new UsageError(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  const digits = match[2]!.replaceAll('_', '').replace(/^0(?=[0-7])/, '0o');
  const value = match[1] === '-' ? -BigInt(digits) : BigInt(digits);
  if (BigInt.asIntN(64, value) !== value) {
    throw new UsageError(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  }
  return Number(value);
};
