/** A double as Go's `%v` prints it: shortest digits, exponent form below 1e-4 and from 1e+06 on. */
export const goFloat = (value: number): string => {
  const shortest = value.toExponential();
  const mark = shortest.indexOf('e');
  const exponent = Number(shortest.slice(mark + 1));
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (exponent >= -4 && exponent < 6) return String(value);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${shortest.slice(0, mark)}e${exponent < 0 ? '-' : '+'}${digits}`;
};
