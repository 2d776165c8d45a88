import type { LzmaProperties } from '../../../functions/trivy/packed/decode-lzma.ts';
import { rangeEncoder, reverseTree, tree } from './range-encoder.ts';

/** What a stream says next: a byte, a match, or a repeat of one of the four distances used last, the last one without a length too. */
export type LzmaStep =
  | { literal: number }
  | { distance: number; length: number }
  | { repeat: 0 | 1 | 2 | 3; length: number }
  | { repeat: 'short' };

/** A raw LZMA stream of these steps, and the bytes that it stands for. Steps that lead before the beginning are left out. */
export function encodeLzma(steps: readonly LzmaStep[], properties: LzmaProperties): { stream: Buffer; bytes: Buffer } {
  const { bit, direct, end } = rangeEncoder();
  const bytes: number[] = [];
  const distances = [1, 1, 1, 1];
  let state = 0;
  const length = (places: number, value: number, place: number): void => {
    const rest = value - 2;
    bit(places, rest < 8 ? 0 : 1);
    if (rest < 8) tree(bit, places + 2 + (place << 3), 3, rest);
    else {
      bit(places + 1, rest < 16 ? 0 : 1);
      if (rest < 16) tree(bit, places + 130 + (place << 3), 3, rest - 8);
      else tree(bit, places + 258, 8, rest - 16);
    }
  };
  const distance = (value: number, long: number): void => {
    const bits = value < 4 ? 0 : Math.floor(Math.log2(value)) - 1;
    const slot = value < 4 ? value : bits * 2 + Math.floor(value / 2 ** bits);
    tree(bit, 432 + (Math.min(long - 2, 3) << 6), 6, slot);
    if (slot < 4) return;
    const high = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) reverseTree(bit, 688 + high - slot - 1, bits, value - high);
    else {
      direct(Math.floor((value - high) / 16), bits - 4);
      reverseTree(bit, 802, 4, (value - high) % 16);
    }
  };
  for (const step of steps) {
    const at = bytes.length;
    const place = at & ((1 << properties.position) - 1);
    const wanted = 'distance' in step ? step.distance : 'repeat' in step ? distances[Number(step.repeat) || 0]! : 0;
    if (wanted > at) continue;
    bit((state << 4) + place, 'literal' in step ? 0 : 1);
    if ('literal' in step) {
      const { literalContext, literalPosition } = properties;
      const context =
        ((at & ((1 << literalPosition) - 1)) << literalContext) + ((bytes.at(-1) ?? 0) >> (8 - literalContext));
      const model = 1846 + 0x300 * context;
      let guess = state < 7 ? -1 : bytes[at - distances[0]!]!;
      for (let i = 7, value = 1; i >= 0; i--) {
        const next = (step.literal >> i) & 1;
        const guessed = (guess >> 7) & 1;
        bit(model + value + (guess < 0 ? 0 : (1 + guessed) << 8), next);
        guess = guess < 0 || next !== guessed ? -1 : (guess << 1) & 0xff;
        value = (value << 1) | next;
      }
      bytes.push(step.literal);
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    const long = 'length' in step ? step.length : 1;
    if ('distance' in step) {
      bit(192 + state, 0);
      length(818, long, place);
      distance(wanted - 1, long);
      distances.splice(0, 4, wanted, ...distances.slice(0, 3));
      state = state < 7 ? 7 : 10;
    } else {
      const which = step.repeat === 'short' ? 0 : step.repeat;
      bit(192 + state, 1);
      bit(204 + state, which === 0 ? 0 : 1);
      if (which === 0) bit(240 + (state << 4) + place, step.repeat === 'short' ? 0 : 1);
      else {
        bit(216 + state, which === 1 ? 0 : 1);
        if (which > 1) bit(228 + state, which - 2);
      }
      distances.unshift(...distances.splice(which, 1));
      if (step.repeat === 'short') state = state < 7 ? 9 : 11;
      else {
        length(1332, long, place);
        state = state < 7 ? 8 : 11;
      }
    }
    for (let i = 0; i < long; i++) bytes.push(bytes.at(-wanted)!);
  }
  return { stream: end(), bytes: Buffer.from(bytes) };
}
