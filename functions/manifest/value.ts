/** What a YAML or JSON document holds. Every number is a double, as Go's encoding/json decodes it into `interface{}`. */
export type Value = null | boolean | number | string | Value[] | ValueMap;

/** A map without a prototype, so that keys such as `__proto__` are ordinary data. The order of keys means nothing. */
export interface ValueMap {
  [key: string]: Value;
}

/** Steps from the root of a document to a value in it: map keys and list indices. */
export type Path = readonly (string | number)[];

export const newMap = (): ValueMap => Object.create(null);

export const isMap = (value: Value | undefined): value is ValueMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
