import { quote } from '../go-format/quote.ts';
import { TemplateError } from './error.ts';

const integer = /^([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const float = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const largest = 2n ** 63n - 1n;

const readInteger = (text: string): bigint | undefined => {
  const match = integer.exec(text);
  if (match === null) return undefined;
  let digits = match[2]!.replaceAll('_', '');
  if (/^0[0-7]/.test(digits)) digits = `0o${digits.slice(1)}`;
  return match[1] === '-' ? -BigInt(digits) : BigInt(digits);
};

/**
 * What a number of a template is worth: an int, a float64 where it is written with a point or exponent, undefined for
 * an integer that only fits 64 bits without a sign.
 */
export const readNumber = (text: string): bigint | number | undefined => {
  const whole = readInteger(text);
  if (whole !== undefined && whole >= -largest - 1n && whole <= largest) return whole;
  if (whole !== undefined && whole > largest && whole < 2n ** 64n && !text.startsWith('+')) return undefined;
  if (/^[+-]?0[xX].*[.pP]/.test(text)) throw new TemplateError(`hexadecimal floats are not supported: ${quote(text)}`);
  if (text.endsWith('i')) throw new TemplateError(`complex numbers are not supported: ${quote(text)}`);
  const value = Number(text);
  if (whole === undefined && (!float.test(text) || !Number.isFinite(value))) {
    throw new TemplateError(`illegal number syntax: ${quote(text)}`);
  }
  if (!/[.eE]/.test(text)) throw new TemplateError(`integer overflow: ${quote(text)}`);
  return value;
};
