import { partsOf } from './binary.ts';

/** A positive decimal number: `0.DIGITS` times ten to the power of `point`. */
export interface Decimal {
  digits: string;
  point: number;
}

const trimmed = (digits: string, point: number): Decimal => {
  const isZero = /^0*$/.test(digits);
  return isZero ? { digits: '', point: 0 } : { digits: digits.replace(/0+$/, ''), point };
};

/** The fewest digits that read back as the same double. */
export const shortestDecimal = (value: number): Decimal => {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return trimmed(mantissa.replace('.', ''), Number(exponent) + 1);
};

/** Every digit of a double, which is a whole number times a power of two. */
export const exactDecimal = (value: number): Decimal => {
  const { mantissa, exponent } = partsOf(value);
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return trimmed(digits, digits.length);
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return trimmed(digits, digits.length + exponent);
};

const increment = (digits: string, point: number): Decimal => {
  const next = (BigInt(`0${digits}`) + 1n).toString().padStart(digits.length, '0');
  return next.length > digits.length ? trimmed(next, point + 1) : trimmed(next, point);
};

/** Keeps `count` digits (none or fewer: what is left is zero or rounds up to one), halves to even. */
export const roundDecimal = (decimal: Decimal, count: number): Decimal => {
  const { digits, point } = decimal;
  if (count >= digits.length) return decimal;
  if (count < 0) return { digits: '', point: 0 };
  const kept = digits.slice(0, count);
  const next = digits.charCodeAt(count) - 48;
  const isTie = next === 5 && count + 1 === digits.length;
  const isOdd = count > 0 && (digits.charCodeAt(count - 1) - 48) % 2 === 1;
  const roundsUp = isTie ? isOdd : next >= 5;
  return roundsUp ? increment(kept, point) : trimmed(kept, point);
};
