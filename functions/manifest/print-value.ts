import { compareBytewise } from './byte-order.ts';
import type { Value, ValueMap } from './value.ts';

type Scalar = null | boolean | number | string;

/** How a text form writes values. */
export interface Notation {
  list: { open: string; close: string };
  map: { open: string; close: string };
  separator: string;
  key: (key: string) => string;
  scalar: (value: Scalar) => string;
}

/** A list or map that is being printed; `keys` is absent for a list. */
interface Open {
  values: Value[] | ValueMap;
  keys: string[] | undefined;
  next: number;
}

const openCollection = (value: Value[] | ValueMap): Open => ({
  values: value,
  keys: Array.isArray(value) ? undefined : Object.keys(value).sort(compareBytewise),
  next: 0,
});

/**
 * A value in a notation, keys in bytewise order.
 * Ends early, with more than `most` characters, when the text gets longer than that.
 */
export const printValue = (value: Value, notation: Notation, most: number): string => {
  const { list, map, separator, key, scalar } = notation;
  const open: Open[] = [];
  let text = '';
  const begin = (inner: Value): void => {
    if (typeof inner !== 'object' || inner === null) {
      text += scalar(inner);
      return;
    }
    text += Array.isArray(inner) ? list.open : map.open;
    open.push(openCollection(inner));
  };
  begin(value);
  while (open.length > 0 && text.length <= most) {
    const top = open[open.length - 1]!;
    const at = top.next++;
    const { values, keys } = top;
    if (at === (keys ?? (values as Value[])).length) {
      text += keys === undefined ? list.close : map.close;
      open.pop();
      continue;
    }
    if (at > 0) text += separator;
    if (keys === undefined) {
      begin((values as Value[])[at]!);
    } else {
      text += key(keys[at]!);
      begin((values as ValueMap)[keys[at]!]!);
    }
  }
  return text;
};
