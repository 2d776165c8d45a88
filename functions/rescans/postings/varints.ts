/** Whole numbers as bytes of seven bits each, the lowest first; small ones take one byte. */
export function packNumbers(numbers: Iterable<number>): Uint8Array {
  let bytes = Buffer.alloc(1_024);
  let end = 0;
  for (const number of numbers) {
    if (bytes.length - end < mostBytes) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
    let rest = number;
    for (; rest > 127; rest >>>= 7) {
      bytes[end] = (rest & 127) | 128;
      end += 1;
    }
    bytes[end] = rest;
    end += 1;
  }
  return bytes.subarray(0, end);
}

/** of a number below 2^32 */
const mostBytes = 5;

/** Gives them back one after the other. What ends too early gives zeros. */
export function numberReader(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      number |= (byte & 127) << shift;
      if (byte < 128) return number >>> 0;
    }
  };
}
