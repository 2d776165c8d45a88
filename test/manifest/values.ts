import { decodeJson } from '../../functions/manifest/documents/decode-json.ts';
import type { Value } from '../../functions/manifest/value.ts';

/** A value written as JSON. */
export const decode = (json: string): Value => {
  const decoded = decodeJson(json);
  if (decoded === undefined) throw new Error(`no JSON: ${json}`);
  return decoded.value;
};

/** A plain JavaScript value as the engine knows values. */
export const toValue = (plain: unknown): Value => decode(JSON.stringify(plain));
