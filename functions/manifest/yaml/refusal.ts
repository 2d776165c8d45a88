import { compose } from './compose.ts';
import { float64Text } from './float-text.ts';
import { goShape } from './go-shape.ts';
import { goSyntax } from './go-syntax.ts';
import { type GoMap, type GoValue, isGoMap, isUint } from './go-value.ts';
import { keyText } from './key-text.ts';
import type { Node } from './nodes.ts';
import { YamlError } from './yaml-error.ts';

/** Visits values from the outside in, those of a list in order, those of a map in the order `valuesOf` gives them. */
const visit = (
  root: GoValue,
  valuesOf: (map: GoMap) => GoValue[],
  check: (value: GoValue) => YamlError | undefined,
): YamlError | undefined => {
  const left = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    const error = check(value);
    if (error !== undefined) return error;
    if (Array.isArray(value)) for (const item of value.toReversed()) left.push(item);
    else if (isGoMap(value)) for (const item of valuesOf(value).reverse()) left.push(item);
  }
  return undefined;
};

const values = ({ entries }: GoMap): GoValue[] => [...entries.values()].map(({ value }) => value);

const byKey = ({ entries }: GoMap): GoValue[] =>
  [...entries.values()]
    .map(({ key, value }) => ({ text: keyText(key)!, value }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ value }) => value);

/** ghodss/yaml writes "Unsupported", its successor, which reads strictly, "unsupported". */
const unsupportedKey =
  (isStrict: boolean) =>
  (value: GoValue): YamlError | undefined => {
    if (!isGoMap(value)) return undefined;
    for (const entry of value.entries.values()) {
      if (keyText(entry.key) !== undefined) continue;
      const type = isUint(entry.key) ? 'uint64' : '%!s(<nil>)';
      const [key, of] = [goSyntax(entry.key), goSyntax(entry.value)];
      return new YamlError(`${isStrict ? 'u' : 'U'}nsupported map key of type: ${type}, key: ${key}, value: ${of}`);
    }
    return undefined;
  };

const unsupportedFloat = (value: GoValue): YamlError | undefined => {
  if (typeof value !== 'object' || value === null || !('float' in value) || Number.isFinite(value.float))
    return undefined;
  return new YamlError(`json: unsupported value: ${float64Text(value.float)}`);
};

/** Why a document that can be composed cannot be turned into JSON, or is refused by strict reading; undefined when it is fine. */
export const refusal = (nodes: readonly Node[], isStrict: boolean): YamlError | undefined => {
  const shape = goShape(isStrict);
  const root = compose(nodes, 0, shape);
  if (shape.repeated.length > 0) {
    return new YamlError(`yaml: unmarshal errors:\n  ${shape.repeated.join('\n  ')}`);
  }
  return visit(root, values, unsupportedKey(isStrict)) ?? visit(root, byKey, unsupportedFloat);
};
