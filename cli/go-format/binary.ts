/** The double `mantissa` times two to the power of `exponent`; the mantissa has at most 53 bits. */
export const partsOf = (value: number): { mantissa: bigint; exponent: number } => {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
};

/** A positive double as `%b` prints it: `6755399441055744p-52`. */
export const inBinary = (value: number): string => {
  const { mantissa, exponent } = partsOf(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
};

// Keeps `places` hexadecimal digits after the leading one, halves to even.
const roundBits = (mantissa: bigint, places: number): bigint => {
  const dropped = BigInt(52 - 4 * places);
  const half = 1n << (dropped - 1n);
  const kept = mantissa >> dropped;
  const rest = mantissa & ((1n << dropped) - 1n);
  const roundsUp = rest > half || (rest === half && (kept & 1n) === 1n);
  return (kept + (roundsUp ? 1n : 0n)) << dropped;
};

/** A positive double as `%x` or `%X` prints it: `0x1.8p+00`. */
export const inHexadecimal = (value: number, precision: number | undefined, verb: 'x' | 'X'): string => {
  let { mantissa, exponent } = partsOf(value);
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision !== undefined && precision < 13) mantissa = roundBits(mantissa, precision);
  if (mantissa >= 1n << 53n) {
    mantissa >>= 1n;
    exponent++;
  }
  const digits = mantissa.toString(16).padStart(14, '0');
  const all = digits.slice(1);
  const fraction = precision === undefined ? all.replace(/0+$/, '') : all.padEnd(precision, '0').slice(0, precision);
  const power = mantissa === 0n ? 0 : exponent + 52;
  const sign = power < 0 ? '-' : '+';
  const text = `0x${digits[0]}${fraction && `.${fraction}`}p${sign}${String(Math.abs(power)).padStart(2, '0')}`;
  return verb === 'X' ? text.toUpperCase() : text;
};
