import { float64Text } from './float-text.ts';
import type { Scalar } from './resolve-plain.ts';

/** Entries of a map by identity of their keys: `1`, `1.0` and `"1"` are three keys. */
export type GoEntries = Map<string, { key: Scalar; value: GoValue }>;

export interface GoMap {
  entries: GoEntries;
}

/** A value with the types go-yaml gives it. */
export type GoValue = Scalar | GoValue[] | GoMap;

export const isGoMap = (value: GoValue): value is GoMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'entries' in value;

/** Largest int64; greater integers are uint64. */
const largestInt = 2n ** 63n - 1n;

export const isUint = (value: GoValue): value is bigint => typeof value === 'bigint' && value > largestInt;

/** What tells two keys of a map apart. NaN equals nothing, not even itself. */
export const keyIdentity = (key: Scalar, entries: GoEntries): string => {
  if (key === null) return 'null';
  if (typeof key === 'string') return `text ${key}`;
  if (typeof key !== 'object') return `${typeof key === 'boolean' ? 'bool' : 'int'} ${key}`;
  return Number.isNaN(key.float) ? `NaN ${entries.size}` : `float ${float64Text(key.float + 0)}`;
};
