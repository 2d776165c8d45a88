import { newMap, type Value, type ValueMap } from '../value.ts';
import type { Shape } from './frames.ts';
import { invalidKey } from './go-shape.ts';
import { keyText } from './key-text.ts';

export interface JsonShape extends Shape<Value, ValueMap> {
  /** True when something came up that JSON cannot hold or that strict reading may refuse. */
  isDoubtful: boolean;
}

/** Makes plain data. Keys become text, numbers doubles; what has no such form is left out and noted. */
export const jsonShape = (isStrict: boolean): JsonShape => {
  const shape: JsonShape = {
    isDoubtful: false,
    scalar: (value) => {
      if (typeof value === 'bigint') return Number(value);
      if (typeof value !== 'object' || value === null) return value;
      if (!Number.isFinite(value.float)) shape.isDoubtful = true;
      return value.float;
    },
    list: (items) => items,
    newMap,
    set: (map, key, value) => {
      const text = keyText(key);
      if (text === undefined || (isStrict && text in map)) shape.isDoubtful = true;
      else map[text] = value;
    },
    invalidKey,
  };
  return shape;
};
