const base = 65_521;
// As many bytes as can be added before the second sum leaves 32 bits (RFC 1950).
const most = 5_552;

/** Adler-32 of bytes, carried on from that of the bytes before them; 1 at the beginning. */
export function adler32(bytes: Uint8Array, before = 1): number {
  let low = before & 0xffff;
  let high = before >>> 16;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + most, bytes.length);
    for (; at < end; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= base;
    high %= base;
  }
  return ((high << 16) | low) >>> 0;
}
