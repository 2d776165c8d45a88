import { compose } from './compose.ts';
import type { Shape } from './frames.ts';
import { goSyntax } from './go-syntax.ts';
import { type GoMap, type GoValue, keyIdentity } from './go-value.ts';
import type { Node } from './nodes.ts';
import { YamlError } from './yaml-error.ts';

export interface GoShape extends Shape<GoValue, GoMap> {
  /** Repeated keys, in the order in which go-yaml finds them. */
  repeated: string[];
}

/** Makes values with Go's types. When strict, the first of repeated keys stays, otherwise the last. */
export const goShape = (isStrict: boolean): GoShape => {
  const repeated: string[] = [];
  return {
    repeated,
    scalar: (value) => value,
    list: (items) => items,
    newMap: () => ({ entries: new Map() }),
    set: ({ entries }, key, value, line) => {
      const identity = keyIdentity(key, entries);
      if (isStrict && entries.has(identity)) repeated.push(`line ${line + 1}: key ${goSyntax(key)} already set in map`);
      else entries.set(identity, { key, value });
    },
    invalidKey,
  };
};

/** The error for a list or map that is a key; it shows the whole key. */
export const invalidKey = (nodes: readonly Node[], index: number): YamlError =>
  new YamlError(`yaml: invalid map key: ${goSyntax(compose(nodes, index, goShape(false)))}`);
