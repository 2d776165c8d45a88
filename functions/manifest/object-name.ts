import { printGoValue } from './go-value.ts';
import { valueAt } from './rules/value-at.ts';
import type { Value } from './value.ts';

const kindPath = ['kind'];
const namePath = ['metadata', 'name'];
const namespacePath = ['metadata', 'namespace'];

/**
 * `<kind>/<name>.<namespace>`, or `Unknown` without a kind. Undefined stands for a document Go cannot decode.
 * The values need not be texts; a part longer than `most` characters is cut behind them.
 */
export const objectName = (document: Value | undefined, most: number): string => {
  const kind = valueAt(document, kindPath) ?? null;
  if (kind === null) return 'Unknown';
  const name = valueAt(document, namePath) ?? 'undefined';
  const namespace = valueAt(document, namespacePath) ?? 'default';
  return `${printGoValue(kind, most)}/${printGoValue(name, most)}.${printGoValue(namespace, most)}`;
};
