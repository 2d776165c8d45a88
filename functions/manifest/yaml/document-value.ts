import type { Value } from '../value.ts';
import { compose } from './compose.ts';
import { jsonShape } from './json-shape.ts';
import type { Node } from './nodes.ts';
import { refusal } from './refusal.ts';

/** The value of the nodes of a document; null when there are none. Throws YamlError. */
export const documentValue = (nodes: readonly Node[], isStrict: boolean): Value => {
  if (nodes.length === 0) return null;
  const shape = jsonShape(isStrict);
  const value = compose(nodes, 0, shape);
  const error = shape.isDoubtful ? refusal(nodes, isStrict) : undefined;
  if (error !== undefined) throw error;
  return value;
};
