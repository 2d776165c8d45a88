import { inBinary, inHexadecimal } from './binary.ts';
import { type Decimal, exactDecimal, roundDecimal, shortestDecimal } from './decimal.ts';
import { type Directive, pad } from './directive.ts';

const defaultPrecision = 6;

const withExponent = ({ digits, point }: Decimal, precision: number, mark: string): string => {
  const shown = digits.padEnd(precision + 1, '0');
  const exponent = digits === '' ? 0 : point - 1;
  const power = String(Math.abs(exponent)).padStart(2, '0');
  const fraction = precision > 0 ? `.${shown.slice(1, precision + 1)}` : '';
  return `${shown.charAt(0)}${fraction}${mark}${exponent < 0 ? '-' : '+'}${power}`;
};

const withPoint = ({ digits, point }: Decimal, precision: number): string => {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const fraction = ('0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point))).slice(0, precision);
  return `${whole}.${fraction.padEnd(precision, '0')}`;
};

const general = (size: number, precision: number | undefined, mark: string): string => {
  const count = precision === 0 ? 1 : precision;
  const decimal = count === undefined ? shortestDecimal(size) : roundDecimal(exactDecimal(size), count);
  const { digits, point } = decimal;
  let limit = count ?? defaultPrecision;
  if (count !== undefined && limit > digits.length && digits.length >= point) limit = digits.length;
  const exponent = digits === '' ? -1 : point - 1;
  if (exponent < -4 || exponent >= limit) return withExponent(decimal, Math.max(0, digits.length - 1), mark);
  return withPoint(decimal, Math.max(0, digits.length - point));
};

const unsigned = (size: number, verb: string, precision: number | undefined): string => {
  if (verb === 'f') {
    const places = precision ?? defaultPrecision;
    const exact = exactDecimal(size);
    return withPoint(roundDecimal(exact, exact.point + places), places);
  }
  if (verb === 'e' || verb === 'E') {
    const places = precision ?? defaultPrecision;
    return withExponent(roundDecimal(exactDecimal(size), places + 1), places, verb);
  }
  if (verb === 'b') return inBinary(size);
  if (verb === 'x' || verb === 'X') return inHexadecimal(size, precision, verb);
  return general(size, precision, verb === 'G' ? 'E' : 'e');
};

const keepPoint = (text: string, verb: string, precision: number | undefined): string => {
  const cut = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/);
  const tail = cut < 0 ? '' : text.slice(cut);
  let head = cut < 0 ? text : text.slice(0, cut);
  if (!head.includes('.')) head += '.';
  if (verb !== 'g' && verb !== 'G' && verb !== 'x') return head + tail;
  const significant = head === '0.' ? 1 : head.replace('.', '').replace(/^0+/, '').length;
  return head + '0'.repeat(Math.max(0, (precision ?? defaultPrecision) - significant)) + tail;
};

const verbs = new Map([
  ['v', 'g'],
  ['g', 'g'],
  ['G', 'G'],
  ['e', 'e'],
  ['E', 'E'],
  ['f', 'f'],
  ['F', 'f'],
  ['b', 'b'],
  ['x', 'x'],
  ['X', 'X'],
]);

/** A finite float64 under a verb, or nothing when the verb is none for floats. */
export const formatFloat = (value: number, verb: string, directive: Directive): string | undefined => {
  const form = verbs.get(verb);
  if (form === undefined) return undefined;
  const isNegative = value < 0 || Object.is(value, -0);
  let sign = isNegative ? '-' : directive.plus ? '+' : '';
  if (sign === '' && directive.space) sign = ' ';
  let text = unsigned(Math.abs(value), form, directive.precision);
  if (directive.sharp && form !== 'b') text = keepPoint(text, form, directive.precision);
  if (directive.zero && !directive.minus) text = text.padStart((directive.width ?? 0) - sign.length, '0');
  return pad(sign + text, directive, false);
};
