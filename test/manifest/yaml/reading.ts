import type { Value } from '../../../functions/manifest/value.ts';
import { readYaml, YamlError } from '../../../functions/manifest/yaml/read.ts';

const encoder = new TextEncoder();

export const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : [part])));

export const read = (text: string): Value => readYaml(encoder.encode(text));

/** The message with which a text or bytes are refused. */
export const refusalOf = (source: string | Uint8Array, strict = false): string => {
  try {
    readYaml(typeof source === 'string' ? encoder.encode(source) : source, { strict });
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  throw new Error(`not refused: ${source}`);
};
