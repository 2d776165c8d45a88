import { goFloat } from '../go-float.ts';

const ascii = /^[\0-\x7f]*$/;

/** Go's strings.ToLower: one letter for one letter. JavaScript makes two of İ and knows a final sigma. */
export const toLower = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : Array.from(text, (letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('');

/** A number as kubeconform's YAML reader writes it where text is wanted: 64-bit integers in decimal, others as 32-bit floats. */
export function numberText(number: number): string {
  if (Number.isInteger(number) && number >= -(2 ** 63) && number < 2 ** 64) return BigInt(number).toString();
  const single = Math.fround(number);
  if (!Number.isFinite(single)) return single > 0 ? '+Inf' : '-Inf';
  let digits = 1;
  while (Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  return goFloat(Number(single.toPrecision(digits)));
}
