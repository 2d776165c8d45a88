import { goFloat } from './go-float.ts';
import { type Notation, printValue } from './print-value.ts';
import type { Value } from './value.ts';

const goNotation: Notation = {
  list: { open: '[', close: ']' },
  map: { open: 'map[', close: ']' },
  separator: ' ',
  key: (key) => `${key}:`,
  scalar: (value) => {
    if (value === null) return '<nil>';
    return typeof value === 'number' ? goFloat(value) : String(value);
  },
};

/** A value as Go's `%v` prints it, `[a b]` or `map[a:1 b:<nil>]`; cut when it gets longer than `most` characters. */
export const printGoValue = (value: Value, most = Number.POSITIVE_INFINITY): string =>
  printValue(value, goNotation, most);
