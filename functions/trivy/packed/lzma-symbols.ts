import type { RangeDecoder } from './range-decoder.ts';

// Where the probabilities of each kind of number begin, after those of decode-lzma.ts.
const slots = 432;
const near = 688;
const alignment = 802;
export const lengthPlaces = { match: 818, repeat: 1332 } as const;

const shortest = 2;
const alignmentBits = 4;

/** A byte that comes after a match: what the match would have given next, `guess`, tells the places of its bits while it holds. */
export function literalAfterMatch({ bit }: RangeDecoder, model: number, guess: number): number {
  let value = 1;
  let rest = guess;
  while (value < 0x100) {
    const guessed = (rest >> 7) & 1;
    rest <<= 1;
    const next = bit(model + ((1 + guessed) << 8) + value);
    value = (value << 1) | next;
    if (next !== guessed) break;
  }
  while (value < 0x100) value = (value << 1) | bit(model + value);
  return value & 0xff;
}

/** The length of a match, 2 to 273. */
export function readLength({ bit, tree }: RangeDecoder, places: number, position: number): number {
  if (bit(places) === 0) return shortest + tree(places + 2 + (position << 3), 3);
  if (bit(places + 1) === 0) return shortest + 8 + tree(places + 130 + (position << 3), 3);
  return shortest + 16 + tree(places + 258, 8);
}

/** The distance of a match, less one; its places depend on the match's length. */
export function readDistance({ tree, reverseTree, direct }: RangeDecoder, length: number): number {
  const slot = tree(slots + (Math.min(length - shortest, 3) << 6), 6);
  if (slot < 4) return slot;
  const bits = (slot >> 1) - 1;
  const high = (2 | (slot & 1)) * 2 ** bits;
  if (slot < 14) return high + reverseTree(near + high - slot - 1, bits);
  return high + direct(bits - alignmentBits) * 2 ** alignmentBits + reverseTree(alignment, alignmentBits);
}
