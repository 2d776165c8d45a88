import { type Notation, printValue } from '../print-value.ts';
import { quoteJson } from '../quote-json.ts';
import type { Value } from '../value.ts';

const jsonNotation: Notation = {
  list: { open: '[', close: ']' },
  map: { open: '{', close: '}' },
  separator: ',',
  key: (key) => `${quoteJson(key)}:`,
  scalar: (value) => {
    if (typeof value === 'string') return quoteJson(value);
    return Object.is(value, -0) ? '-0' : String(value);
  },
};

/** A value as Go's json.Marshal prints it, in one line. Undefined when it gets longer than `most` characters. */
export const printJson = (value: Value, most: number): string | undefined => {
  const text = printValue(value, jsonNotation, most);
  return text.length > most ? undefined : text;
};
