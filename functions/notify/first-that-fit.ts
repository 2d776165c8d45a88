/** The first values, so many bytes of JSON at most. */
export function firstThatFit<T>(values: readonly T[], bytes: number): T[] {
  let left = bytes;
  const end = values.findIndex((value) => {
    left -= Buffer.byteLength(JSON.stringify(value)) + 1;
    return left < 0;
  });
  return end < 0 ? [...values] : values.slice(0, end);
}
