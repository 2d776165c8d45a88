import { isHighSurrogate } from './characters.ts';

const blockUnits = 64;

/** Counts characters (not UTF-16 units) between two positions of a text, in constant time after one pass over it. */
export const characterCounter = (text: string): ((from: number, to: number) => number) => {
  const pairsBefore = new Uint32Array(Math.ceil(text.length / blockUnits) + 1);
  let pairs = 0;
  for (let at = 0; at < text.length; at++) {
    if (at % blockUnits === 0) pairsBefore[at / blockUnits] = pairs;
    if (isHighSurrogate(text.charCodeAt(at))) pairs++;
  }
  const index = (pos: number): number => {
    const block = Math.floor(pos / blockUnits);
    let before = pairsBefore[block]!;
    for (let at = block * blockUnits; at < pos; at++) if (isHighSurrogate(text.charCodeAt(at))) before++;
    return pos - before;
  };
  return (from, to) => index(to) - index(from);
};
