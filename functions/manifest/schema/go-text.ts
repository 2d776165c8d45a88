const ascii = /^[\0-\x7f]*$/;

/** Go's strings.ToLower: one letter for one letter. JavaScript makes two of İ and knows a final sigma. */
export const toLower = (text: string): string =>
  ascii.test(text)
    ? text.toLowerCase()
    : Array.from(text, (letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('');

/** A number as the YAML reader writes it where text is wanted: 64-bit integers in decimal, others as 32-bit floats. */
export function numberText(number: number): string {
  if (Number.isInteger(number) && number >= -(2 ** 63) && number < 2 ** 64) return BigInt(number).toString();
  return float32Text(number);
}

/** strconv.FormatFloat(number, 'g', -1, 32). */
function float32Text(number: number): string {
  const single = Math.fround(number);
  if (!Number.isFinite(single)) return single > 0 ? '+Inf' : '-Inf';
  let digits = 1;
  while (Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const shortest = Number(single.toPrecision(digits));
  const [mantissa, exponent] = shortest.toExponential().split('e') as [string, string];
  if (Number(exponent) >= -4 && Number(exponent) < 6) return shortest.toString();
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
