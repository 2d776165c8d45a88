const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const maxUint64 = 2n ** 64n - 1n;

/** Longer digits can only be leading zeros; a bound here keeps BigInt away from megabytes of digits. */
const mostDigits = 64;

const digitsOfBase = { '0x': /^[0-9a-f]+$/, '0o': /^[0-7]+$/, '0b': /^[01]+$/ };

const decimal = /^[1-9][0-9]*$/;

const withinReach = (base: string, digits: string): bigint | undefined => {
  const significant = digits.replace(/^0+/, '');
  return significant.length > mostDigits ? undefined : BigInt(`${base}0${significant}`);
};

const magnitudeOf = (unsigned: string): bigint | undefined => {
  if (!unsigned.startsWith('0')) return decimal.test(unsigned) ? withinReach('', unsigned) : undefined;
  if (unsigned.length === 1) return 0n;
  const base = unsigned.length > 2 ? unsigned.slice(0, 2).toLowerCase() : '';
  if (base === '0x' || base === '0o' || base === '0b') {
    const digits = unsigned.slice(2).toLowerCase();
    return digitsOfBase[base].test(digits) ? withinReach(base, digits) : undefined;
  }
  return digitsOfBase['0o'].test(unsigned) ? withinReach('0o', unsigned) : undefined;
};

/** `0b-1`, which go-yaml reads as the number it looks like. */
const signedBinary = /^0b[+-][01]+$/;

const bigIntegerOf = (plain: string, digitsFrom: number): bigint | undefined => {
  const isNegative = plain.startsWith('-');
  const magnitude = magnitudeOf(plain.slice(digitsFrom));
  if (magnitude !== undefined) {
    const value = isNegative ? -magnitude : magnitude;
    return value < minInt64 || value > (digitsFrom === 0 ? maxUint64 : maxInt64) ? undefined : value;
  }
  if (!signedBinary.test(plain)) return undefined;
  const value = withinReach('0b', plain.slice(3));
  if (value === undefined) return undefined;
  if (plain[2] === '-') return value > -minInt64 ? undefined : -value;
  return value > maxInt64 ? undefined : value;
};

/** More digits than these may need a bigint. */
const safeDigits = 15;

/**
 * The integer a text stands for, `_` already removed: decimal, `0x`, `0o`, `0b` or octal with a leading zero, when it
 * fits int64 or (without a sign) uint64. A bigint only beyond what a double holds exactly. Undefined for other text.
 */
export const integerOf = (plain: string): number | bigint | undefined => {
  const sign = plain.charCodeAt(0);
  const digitsFrom = sign === 45 || sign === 43 ? 1 : 0;
  const first = plain.charCodeAt(digitsFrom);
  if (first >= 49 && first <= 57 && plain.length - digitsFrom <= safeDigits) {
    let value = 0;
    for (let i = digitsFrom; i < plain.length; i++) {
      const digit = plain.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
    return sign === 45 ? -value : value;
  }
  const big = bigIntegerOf(plain, digitsFrom);
  return big !== undefined && big >= Number.MIN_SAFE_INTEGER && big <= Number.MAX_SAFE_INTEGER ? Number(big) : big;
};

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

const finite = (text: string): number | undefined => {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
};

/** The decimal number a text stands for, `_` already removed; undefined for other text and beyond a double. */
export const floatOf = (plain: string): number | undefined => (float.test(plain) ? finite(plain) : undefined);

const fraction = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;

/** The number that text beginning with a dot stands for; here Go itself allows `_` between digits. */
export const fractionOf = (text: string): number | undefined =>
  fraction.test(text) ? finite(text.replaceAll('_', '')) : undefined;
