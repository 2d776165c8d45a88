import { DrydockError } from '../../errors.ts';
import type { Value } from '../value.ts';
import { readYaml } from '../yaml/read.ts';
import { YamlError } from '../yaml/yaml-error.ts';
import { decodeJson } from './decode-json.ts';
import { decodeAsGo, decodeUtf8 } from './decode-utf8.ts';
import { findDoubts } from './find-doubts.ts';
import { printAndReadAgain, readAgain, type Validated } from './read-again.ts';
import type { Part } from './split.ts';

/** One document of a body, as rules and as the schema see it. */
export interface ManifestDocument extends Part {
  /** undefined when Go's JSON decoder gives up: numbers beyond the doubles, more than 10,000 levels */
  value: Value | undefined;
  validated: Validated;
}

const jsonBeginnings = new Set(Array.from('{["-0123456789tfn', (character) => character.charCodeAt(0)));

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const mayBeJson = (body: Uint8Array): boolean => {
  let at = 0;
  while (isBlank(body[at])) at++;
  return at < body.length && jsonBeginnings.has(body[at]!);
};

/** The whole body as one document when it is valid JSON, undefined otherwise. */
export const readJsonBody = (body: Uint8Array): ManifestDocument | undefined => {
  if (!mayBeJson(body)) return undefined;
  const text = decodeUtf8(body);
  const json = decodeJson(text ?? decodeAsGo(body));
  if (json === undefined) return undefined;
  const { value, outOfRange, doubtful } = json;
  return {
    start: 0,
    end: body.length,
    line: 1,
    value: outOfRange ? undefined : value,
    validated: doubtful || text === undefined ? readAgain(body) : { value },
  };
};

/** A part of the body as YAML; throws `invalid_manifest` with the reader's text. */
export const readYamlPart = (body: Uint8Array, { start, end, line }: Part): ManifestDocument => {
  const value = readPart(body.subarray(start, end));
  const { doubtful, tooDeep } = findDoubts(value);
  return {
    start,
    end,
    line,
    value: tooDeep ? undefined : value,
    validated: doubtful ? printAndReadAgain(value) : { value },
  };
};

const readPart = (part: Uint8Array): Value => {
  try {
    return readYaml(part);
  } catch (error) {
    if (error instanceof YamlError) throw new DrydockError('invalid_manifest', error.message, { cause: error });
    throw error;
  }
};
