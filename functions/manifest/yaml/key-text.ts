import { float32Text } from './float-text.ts';
import { isUint } from './go-value.ts';
import type { Scalar } from './resolve-plain.ts';

const specialFloats = new Map([
  ['NaN', '.nan'],
  ['+Inf', '.inf'],
  ['-Inf', '-.inf'],
]);

/** The text of a key in JSON; undefined for null and for integers beyond int64, which have none. */
export const keyText = (key: Scalar): string | undefined => {
  if (typeof key === 'string') return key;
  if (key === null || isUint(key)) return undefined;
  if (typeof key !== 'object') return String(key);
  const text = float32Text(key.float);
  return specialFloats.get(text) ?? text;
};
