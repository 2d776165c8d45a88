import type { Value } from '../value.ts';

/** JSON types as bits, in the order in which messages name them. */
export const jsonTypes = { null: 1, boolean: 2, number: 4, integer: 8, string: 16, array: 32, object: 64 } as const;

/** A set of JSON types, or 0 where any type will do. */
export type TypeSet = number;

export function typeOf(value: Value): TypeSet {
  if (typeof value === 'string') return jsonTypes.string;
  if (value === null) return jsonTypes.null;
  if (typeof value === 'object') return Array.isArray(value) ? jsonTypes.array : jsonTypes.object;
  return typeof value === 'number' ? jsonTypes.number : jsonTypes.boolean;
}

/** Any number without a fraction is an integer, however it was written. */
export const accepts = (types: TypeSet, type: TypeSet, value: Value): boolean =>
  types === 0 ||
  (types & type) !== 0 ||
  (type === jsonTypes.number && (types & jsonTypes.integer) !== 0 && Number.isInteger(value));

export const typeNames = (types: TypeSet): string =>
  Object.entries(jsonTypes)
    .filter(([, bit]) => (types & bit) !== 0)
    .map(([name]) => name)
    .join(' or ');
