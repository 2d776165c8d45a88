import type { GoSlice, GoValue } from '../go-format/value.ts';
import { escapeMarkup } from './escape.ts';
import { builtinFunctions } from './functions.ts';
import type { Functions, TemplateFunction } from './run.ts';

const onText = (call: (text: string) => string): TemplateFunction => ({
  parameters: ['string'],
  call: ([text]) => call(text as string),
});

// Character by character, as Go does: the whole word would turn a final sigma into another letter.
const toLower = (text: string): string =>
  Array.from(text, (character) => String.fromCodePoint(character.toLowerCase().codePointAt(0)!)).join('');

const joinSlices = (slices: readonly GoValue[]): GoSlice => ({
  kind: 'slice',
  type: '[]ruler.RuleRef',
  items: slices.flatMap((slice) => (slice as GoSlice).items),
});

const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');

/** The functions of kubesec's templates: Go's own, and five of kubesec. */
export const reportFunctions = (clock: () => number): Functions =>
  new Map([
    ...builtinFunctions,
    ['endWithPeriod', onText((text) => (text.endsWith('.') ? text : `${text}.`))],
    ['toLower', onText(toLower)],
    ['escapeString', onText(escapeMarkup)],
    ['getCurrentTime', { parameters: [], call: () => timestamp(clock()) }],
    ['joinSlices', { parameters: [], rest: '[]ruler.RuleRef', call: joinSlices }],
  ]);
