import { DrydockError } from '../../errors.ts';
import { toLower } from '../schema/go-text.ts';
import { readSignature } from '../schema/signature.ts';
import { isMap, type Value } from '../value.ts';
import { readYaml } from '../yaml/read.ts';
import { YamlError } from '../yaml/yaml-error.ts';
import { printJson } from './print-json.ts';

/** What the schema is held against, or why there is nothing to hold against it. */
export type Validated = { value: Value } | { message: string };

/** Aliases can make a small body a huge text. */
const longestText = 10_000_000;

const repeatedKeys = 'yaml: unmarshal errors:';

const isList = (value: Value): boolean => {
  const signature = isMap(value) ? readSignature(value) : undefined;
  return signature !== undefined && 'kind' in signature && toLower(signature.kind) === 'list';
};

/**
 * A JSON text as kubesec's validator reads it: taken for YAML, where no key may stand twice.
 * In a List repeated keys go unseen, because kubeconform takes it apart before it reads strictly.
 */
export const readAgain = (json: Uint8Array): Validated => {
  try {
    return { value: readYaml(json, { strict: true }) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (error.message.startsWith(repeatedKeys)) {
      const value = readYaml(json);
      if (isList(value)) return { value };
    }
    return { message: `error unmarshalling resource: error converting YAML to JSON: ${error.message}` };
  }
};

/** The same for the JSON that kubesec prints of a value; throws `body_too_large` when that takes too much memory. */
export const printAndReadAgain = (value: Value): Validated => {
  const json = printJson(value, longestText);
  if (json === undefined) {
    throw new DrydockError('body_too_large', `a document expands to more than ${longestText} characters`);
  }
  return readAgain(new TextEncoder().encode(json));
};
