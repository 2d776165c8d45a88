const shortest32 = (value: number): string => {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return text;
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
