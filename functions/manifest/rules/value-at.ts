import { isMap, type Value } from '../value.ts';

const nothing: readonly Value[] = [];

/** The value behind a path of keys; undefined as soon as a step is missing or no map. */
export const valueAt = (value: Value | undefined, path: readonly string[]): Value | undefined => {
  let here = value;
  for (const key of path) {
    if (!isMap(here)) return undefined;
    here = here[key];
  }
  return here;
};

export const listAt = (value: Value | undefined, path: readonly string[]): readonly Value[] => {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : nothing;
};

/** True when the last key of the path is written, whatever stands behind it. */
export const isWritten = (value: Value | undefined, path: readonly string[]): boolean =>
  valueAt(value, path) !== undefined;

/** A container's own setting, or the pod's when it has none; null is no setting. */
export const inherited = (container: Value, pod: Value | undefined, path: readonly string[]): Value | undefined =>
  valueAt(container, path) ?? valueAt(pod, path);
