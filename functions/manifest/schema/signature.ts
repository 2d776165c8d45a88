import { isMap, type Value, type ValueMap } from '../value.ts';
import { numberText } from './go-text.ts';

/** What a schema is looked up by. */
export interface Signature {
  kind: string;
  apiVersion: string;
}

/** Why there is none: the text after `error while parsing: `. */
export interface NoSignature {
  error: string;
}

const metadataType =
  'struct { Name string "yaml:\\"name\\""; Namespace string "yaml:\\"namespace\\""; GenerateName string "yaml:\\"generateName\\"" }';

const documentFields = [
  { name: 'APIVersion', pattern: /^apiversion$/iu },
  { name: 'Kind', pattern: /^kind$/iu },
  { name: 'Metadata', pattern: /^metadata$/iu },
];
const metadataFields = [
  { name: 'Name', pattern: /^name$/iu },
  { name: 'Namespace', pattern: /^namespace$/iu },
  { name: 'GenerateName', pattern: /^generatename$/iu },
];

/**
 * Kind and apiVersion as Go decodes a document into a struct: fields are matched without regard to case and in the
 * order of their spelling, later ones override, null changes nothing, the first wrong type is the error.
 */
export function readSignature(document: ValueMap): Signature | NoSignature {
  const read = { APIVersion: '', Kind: '' };
  let wrong: string | undefined;
  for (const [name, value] of fieldsOf(document, documentFields)) {
    if (name === 'Metadata') wrong ??= wrongMetadata(value);
    else if (typeof value === 'object' && value !== null) wrong ??= wrongType(value, name);
    else if (value !== null) read[name as 'APIVersion' | 'Kind'] = asText(value);
  }
  if (wrong !== undefined) return { error: `error unmarshaling JSON: while decoding JSON: ${wrong}` };
  return present(read.Kind, read.APIVersion);
}

/** The same for an item of a List, whose fields are exact and must be text. */
export function readItemSignature(item: ValueMap): Signature | NoSignature {
  if (typeof item.kind !== 'string') return missing('kind');
  if (typeof item.apiVersion !== 'string') return missing('apiVersion');
  return { kind: item.kind, apiVersion: item.apiVersion };
}

const missing = (field: string): NoSignature => ({ error: `missing '${field}' key` });

function present(kind: string, apiVersion: string): Signature | NoSignature {
  if (kind === '') return missing('kind');
  if (apiVersion === '') return missing('apiVersion');
  return { kind, apiVersion };
}

function wrongMetadata(metadata: Value): string | undefined {
  if (metadata === null) return undefined;
  if (!isMap(metadata)) return cannotUnmarshal(metadata, `Go struct field .Metadata of type ${metadataType}`);
  for (const [name, value] of fieldsOf(metadata, metadataFields))
    if (typeof value === 'object' && value !== null) return wrongType(value, `Metadata.${name}`);
  return undefined;
}

function fieldsOf(map: ValueMap, fields: { name: string; pattern: RegExp }[]): [name: string, value: Value][] {
  const found: [key: string, name: string][] = [];
  for (const key in map)
    for (const { name, pattern } of fields)
      if (key.length === name.length && pattern.test(key)) found.push([key, name]);
  found.sort(([a], [b]) => (a < b ? -1 : 1));
  return found.map(([key, name]) => [name, map[key]!]);
}

const wrongType = (value: Value, field: string): string =>
  cannotUnmarshal(value, `Go struct field .${field} of type string`);

const asText = (value: string | number | boolean): string =>
  typeof value === 'number' ? numberText(value) : String(value);

/** What encoding/json says of a value that does not fit a Go type. */
export const cannotUnmarshal = (value: Value, target: string): string =>
  `json: cannot unmarshal ${goTypeOf(value)} into ${target}`;

function goTypeOf(value: Value): string {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}
