import { damaged } from './damaged.ts';

/** Reads the bits of an LZMA stream, each by the probability that was learned for its place. */
export interface RangeDecoder {
  bit(place: number): number;
  /** `bits` bits, the highest first; their places follow `first` */
  tree(first: number, bits: number): number;
  /** the same, the lowest first */
  reverseTree(first: number, bits: number): number;
  /** bits that are all equally likely */
  direct(bits: number): number;
}

const even = 1024;
const probabilityBits = 11;
const learning = 5;
const narrow = 0x1000000;

/** Throws DrydockError `bad_configuration` when the source ends too early. */
export function rangeDecoder(source: Uint8Array, places: number): RangeDecoder {
  const probabilities = new Uint16Array(places).fill(even);
  let at = 0;
  let range = 0xffffffff;
  let code = 0;

  const nextByte = (): number => {
    if (at >= source.length) throw damaged('its data end too early');
    return source[at++]!;
  };
  const widen = (): void => {
    range = (range << 8) >>> 0;
    code = ((code << 8) | nextByte()) >>> 0;
  };
  if (nextByte() !== 0) throw damaged('its data begin as no LZMA data do');
  for (let i = 0; i < 4; i++) code = ((code << 8) | nextByte()) >>> 0;

  const bit = (place: number): number => {
    const probability = probabilities[place]!;
    const bound = (range >>> probabilityBits) * probability;
    let value: number;
    if (code < bound) {
      range = bound;
      probabilities[place] = probability + ((2048 - probability) >>> learning);
      value = 0;
    } else {
      range -= bound;
      code -= bound;
      probabilities[place] = probability - (probability >>> learning);
      value = 1;
    }
    if (range < narrow) widen();
    return value;
  };
  return {
    bit,
    tree(first, bits) {
      let value = 1;
      for (let i = 0; i < bits; i++) value = (value << 1) | bit(first + value);
      return value - (1 << bits);
    },
    reverseTree(first, bits) {
      let place = 1;
      let value = 0;
      for (let i = 0; i < bits; i++) {
        const next = bit(first + place);
        place = (place << 1) | next;
        value |= next << i;
      }
      return value;
    },
    direct(bits) {
      let value = 0;
      for (let i = 0; i < bits; i++) {
        range >>>= 1;
        const next = code >= range ? 1 : 0;
        if (next === 1) code -= range;
        value = value * 2 + next;
        if (range < narrow) widen();
      }
      return value;
    },
  };
}
