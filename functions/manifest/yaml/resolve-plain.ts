import { floatOf, fractionOf, integerOf } from './numbers.ts';

const words = new Map<string, null | boolean | Float>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) words.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) words.set(word, false);
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, { float: Number.NaN });
for (const word of ['.inf', '.Inf', '.INF']) {
  words.set(word, { float: Number.POSITIVE_INFINITY });
  words.set(`+${word}`, { float: Number.POSITIVE_INFINITY });
  words.set(`-${word}`, { float: Number.NEGATIVE_INFINITY });
}

const longestWord = 5;

const isText = 0;
const mayBeWord = 1;
const mayBeFraction = 2;
const mayBeNumber = 3;

/** What the first character of a plain scalar lets it be. */
const hints = new Uint8Array(128);
for (const c of 'yYnNtTfFoO~') hints[c.charCodeAt(0)] = mayBeWord;
for (const c of '+-0123456789') hints[c.charCodeAt(0)] = mayBeNumber;
hints['.'.charCodeAt(0)] = mayBeFraction;

const hintOf = (text: string): number => {
  if (text === '') return mayBeWord;
  const c = text.charCodeAt(0);
  return c < 128 ? hints[c]! : isText;
};

/** A float, also an infinite one or NaN. */
export interface Float {
  float: number;
}

/** What a scalar can be. Integers (int64, uint64) are numbers, those a double does not hold exactly are bigint. */
export type Scalar = null | boolean | number | bigint | Float | string;

const asFloat = (float: number | undefined, text: string): Float | string => (float === undefined ? text : { float });

/** The value of an untagged plain scalar. */
export const resolvePlain = (text: string): Scalar => {
  const hint = hintOf(text);
  if (hint === isText) return text;
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  if (hint === mayBeWord) return text;
  if (hint === mayBeFraction) return asFloat(fractionOf(text), text);
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  return integerOf(plain) ?? asFloat(floatOf(plain), text);
};
