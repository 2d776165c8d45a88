import { damaged } from './damaged.ts';
import { lengthPlaces, literalAfterMatch, readDistance, readLength } from './lzma-symbols.ts';
import { rangeDecoder } from './range-decoder.ts';

/** How many bits of the byte before, and of the position, probabilities go by. */
export interface LzmaProperties {
  literalContext: number;
  literalPosition: number;
  position: number;
}

// Where the probabilities of each kind of bit begin: after twelve states times sixteen positions, or twelve states.
const isMatch = 0;
const isRepeat = 192;
const isNotFirst = 204;
const isNotSecond = 216;
const isNotThird = 228;
const isLong = 240;
const literals = 1846;
const oneLiteral = 0x300;

const reportEvery = 1 << 20;

/**
 * Decodes one raw LZMA stream (version 1, without header) that fills `target` exactly; `onProgress` is told now and then how many
 * bytes there are. Throws DrydockError `bad_configuration` for a damaged one. Names of bits follow the LZMA specification.
 */
export function decodeLzma(
  source: Uint8Array,
  properties: LzmaProperties,
  target: Uint8Array,
  onProgress: (bytes: number) => void = () => {},
): void {
  const { literalContext, literalPosition, position } = properties;
  const positionMask = (1 << position) - 1;
  const literalMask = (1 << literalPosition) - 1;
  const decoder = rangeDecoder(source, literals + (oneLiteral << (literalContext + literalPosition)));
  const { bit, tree } = decoder;
  const end = target.length;
  let state = 0;
  // The four distances used last, each less one.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let reportAt = reportEvery;

  for (let at = 0; at < end; ) {
    if (at >= reportAt) {
      onProgress(at);
      reportAt += reportEvery;
    }
    const place = at & positionMask;
    if (bit(isMatch + (state << 4) + place) === 0) {
      const before = at === 0 ? 0 : target[at - 1]!;
      const context = ((at & literalMask) << literalContext) + (before >> (8 - literalContext));
      const model = literals + oneLiteral * context;
      target[at] = state < 7 ? tree(model, 8) : literalAfterMatch(decoder, model, target[at - first - 1]!);
      at++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length: number;
    if (bit(isRepeat + state) === 0) {
      fourth = third;
      third = second;
      second = first;
      length = readLength(decoder, lengthPlaces.match, place);
      first = readDistance(decoder, length);
      state = state < 7 ? 7 : 10;
    } else {
      let isShort = false;
      if (bit(isNotFirst + state) === 0) {
        isShort = bit(isLong + (state << 4) + place) === 0;
      } else {
        let distance = second;
        if (bit(isNotSecond + state) === 1) {
          distance = third;
          if (bit(isNotThird + state) === 1) {
            distance = fourth;
            fourth = third;
          }
          third = second;
        }
        second = first;
        first = distance;
      }
      length = isShort ? 1 : readLength(decoder, lengthPlaces.repeat, place);
      state = state < 7 ? (isShort ? 9 : 8) : 11;
    }
    if (first >= at) throw damaged('a match begins before its data');
    if (length > end - at) throw damaged('a match ends after its data');
    for (let from = at - first - 1; length > 0; length--) target[at++] = target[from++]!;
  }
}
