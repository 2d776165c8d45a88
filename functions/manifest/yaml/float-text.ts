const exponentialOf = (digits: string, exponent: number): string => `${digits[0]}.${digits.slice(1)}e${exponent}`;

const roundsTo = (text: string, value: number): boolean => Math.fround(Number(text)) === value;

/** The digit string one greater; `9` becomes `10`, which means the same as `1` with a greater exponent. */
const increment = (digits: string): string => String(BigInt(digits) + 1n);

/** Fewest digits that are read back as the same 32-bit float, and of those the nearest, the even one when two are as near. */
const shortest32 = (value: number): string => {
  const exact = value.toExponential(100);
  const at = exact.indexOf('e');
  const digits = exact.slice(0, at).replace('.', '');
  const exponent = Number(exact.slice(at + 1));
  for (let length = 1; length < 9; length++) {
    const lower = digits.slice(0, length);
    const upper = increment(lower);
    const isLower = roundsTo(exponentialOf(lower, exponent), value);
    const upperExponent = upper.length > length ? exponent + 1 : exponent;
    const isUpper = roundsTo(exponentialOf(upper, upperExponent), value);
    const rest = digits.slice(length).padEnd(1, '0');
    const half = '5'.padEnd(rest.length, '0');
    const prefersUpper = rest > half || (rest === half && Number(lower.at(-1)) % 2 === 1);
    if (isUpper && (prefersUpper || !isLower)) return exponentialOf(upper.replace(/0+$/, ''), upperExponent);
    if (isLower) return exponentialOf(lower, exponent);
  }
  return value.toExponential(8);
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
export const float32Text = (value: number): string => print(Math.fround(value), shortest32);
