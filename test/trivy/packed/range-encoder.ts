/** Writes one bit by the probability of its place. */
export type Bits = (place: number, bit: number) => void;

/** Bits by learned probabilities, with LZMA's way of carrying; `end` gives the bytes. */
export function rangeEncoder() {
  const probabilities = new Map<number, number>();
  const bytes: number[] = [];
  let low = 0n;
  let range = 0xffffffff;
  let held = 0;
  let pending = 1;
  const shift = (): void => {
    if (low < 0xff000000n || low > 0xffffffffn) {
      const carry = Number(low >> 32n);
      for (; pending > 0; pending--) {
        bytes.push((held + carry) & 0xff);
        held = 0xff;
      }
      held = Number((low >> 24n) & 0xffn);
    }
    pending++;
    low = (low & 0xffffffn) << 8n;
  };
  const widen = (): void => {
    if (range >= 0x1000000) return;
    range = (range * 256) % 2 ** 32;
    shift();
  };
  const bit: Bits = (place, value) => {
    const probability = probabilities.get(place) ?? 1024;
    const bound = (range >>> 11) * probability;
    if (value === 0) range = bound;
    else {
      low += BigInt(bound);
      range -= bound;
    }
    probabilities.set(
      place,
      value === 0 ? probability + ((2048 - probability) >> 5) : probability - (probability >> 5),
    );
    widen();
  };
  const direct = (value: number, bits: number): void => {
    for (let i = bits - 1; i >= 0; i--) {
      range >>>= 1;
      if (Math.floor(value / 2 ** i) % 2 === 1) low += BigInt(range);
      widen();
    }
  };
  const end = (): Buffer => {
    for (let i = 0; i < 5; i++) shift();
    return Buffer.from(bytes);
  };
  return { bit, direct, end };
}

export const tree = (bit: Bits, first: number, bits: number, value: number): void => {
  for (let i = bits - 1, place = 1; i >= 0; i--) {
    const next = (value >> i) & 1;
    bit(first + place, next);
    place = (place << 1) | next;
  }
};
export const reverseTree = (bit: Bits, first: number, bits: number, value: number): void => {
  for (let i = 0, place = 1; i < bits; i++) {
    const next = (value >> i) & 1;
    bit(first + place, next);
    place = (place << 1) | next;
  }
};
