/** Decimal numbers of up to six digits are different 32-bit floats (but for the smallest), so none of them can be shortened. */
const ownDigits = 6;
const smallestNormal = 2 ** -126;

/** Digits enough to see whether the rest of them is exactly a half. */
const exactDigits = 30;

const exponentialOf = (digits: string, exponent: number): string => `${digits[0]}.${digits.slice(1)}e${exponent}`;

const roundsTo = (text: string, value: number): boolean => Math.fround(Number(text)) === value;

const trimZeros = (digits: string): string => digits.replace(/0+$/, '');

/** Fewest digits that are read back as the same 32-bit float, and of those the nearest, the even one when two are as near. */
const search32 = (value: number): string => {
  const exact = value.toExponential(exactDigits);
  const at = exact.indexOf('e');
  const digits = exact.slice(0, at).replace('.', '');
  const exponent = Number(exact.slice(at + 1));
  for (let length = value < smallestNormal ? 1 : ownDigits; length < 9; length++) {
    const lower = digits.slice(0, length);
    const upper = String(Number(lower) + 1);
    const upperExponent = upper.length > length ? exponent + 1 : exponent;
    const isLower = roundsTo(exponentialOf(lower, exponent), value);
    const isUpper = roundsTo(exponentialOf(upper, upperExponent), value);
    const rest = digits.slice(length);
    const half = '5'.padEnd(rest.length, '0');
    const prefersUpper = rest > half || (rest === half && Number(lower) % 2 === 1);
    if (isUpper && (prefersUpper || !isLower)) return exponentialOf(trimZeros(upper), upperExponent);
    if (isLower) return exponentialOf(trimZeros(lower), exponent);
  }
  return value.toExponential(8);
};

const shortest32 = (magnitude: number): string => {
  const single = Math.fround(magnitude);
  if (single === 0) return '0e+0';
  const digits = magnitude.toExponential();
  const isShort = magnitude >= smallestNormal && digits.indexOf('e') <= ownDigits + 1;
  return isShort ? digits : search32(single);
};

const layOut = (exponential: string): string => {
  const at = exponential.indexOf('e');
  const digits = exponential.slice(0, at).replace('.', '');
  const exponent = Number(exponential.slice(at + 1));
  if (exponent < -4 || exponent >= 6) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return digits.length > exponent + 1 ? `${whole}.${digits.slice(exponent + 1)}` : whole;
};

const print = (value: number, exponential: (magnitude: number) => string): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + layOut(exponential(Math.abs(value)));
};

/** A number as Go's `%v` prints a float64: shortest digits, exponent form below 1e-4 and from 1e6 on for short numbers. */
export const float64Text = (value: number): string => print(value, (magnitude) => magnitude.toExponential());

/** A number as Go prints it once it is a 32-bit float, e.g. 3.14159265 as 3.1415927. */
export const float32Text = (value: number): string =>
  Number.isFinite(Math.fround(value)) ? print(value, shortest32) : print(Math.fround(value), String);
