import { isMap, type Value } from '../value.ts';
import { findProblem } from './find-problem.ts';
import { quote } from './go-quote.ts';
import { toLower } from './go-text.ts';
import { holds } from './holds.ts';
import { listItems } from './list-items.ts';
import { printProblem } from './print-problem.ts';
import { openBook, type Schema } from './schema-book.ts';
import { absoluteUrl, chooseLocation, fileNameOf, isPath, schemaUrls, servedFileName } from './schema-url.ts';
import { cannotUnmarshal, type NoSignature, readItemSignature, readSignature, type Signature } from './signature.ts';
import type { SchemaTable } from './table.ts';
import { refusedUrl } from './url-problem.ts';
import { chooseVersion } from './versions.ts';

/** Where the tables come from. `versions` are in ascending order, `load` gives the parsed JSON of one. */
export interface SchemaTables {
  readonly versions: readonly string[];
  load(version: string): unknown;
}

export interface SchemaOptions {
  /** `1.36.0`; newest when left out, '' or `master` */
  kubernetesVersion?: string;
  /** prefix (or kubeconform's template) of the URLs that messages name */
  location?: string;
  /** the only kinds to know; all when left out */
  kinds?: readonly string[];
}

export interface Schemas {
  /** of the table in use, such as `1.36.0` */
  readonly kubernetesVersion: string;
  readonly location: string;
  /** '' when a decoded resource (or every item of a List) is valid, else kubesec's message; cut beyond `limit` characters. */
  validate(resource: Value, limit?: number): string;
}

/** Throws DrydockError `bad_configuration` for a version, kind or location that cannot be. */
export function openSchemas(tables: SchemaTables, options: SchemaOptions = {}): Schemas {
  const version = chooseVersion(tables.versions, options.kubernetesVersion ?? '');
  const location = chooseLocation(options.location);
  const urlOf = schemaUrls(location, version.shown);
  const book = openBook(tables.load(version.table) as SchemaTable, options.kinds);

  const findServed = (fileName: string): Schema | undefined => {
    const served = isPath(location) ? undefined : servedFileName(fileName);
    return served === undefined ? undefined : book.find(served);
  };
  const lookUp = (signature: Signature): Schema | string => {
    const fileName = fileNameOf(signature);
    const schema = book.find(fileName) ?? refusedUrl(urlOf(signature)) ?? findServed(fileName);
    return schema ?? `could not find schema for ${signature.kind}`;
  };
  const validateAs = (signature: Signature | NoSignature, value: Value, limit: number): string => {
    if ('error' in signature) return `error while parsing: ${signature.error}`;
    const schema = lookUp(signature);
    if (typeof schema === 'string') return schema;
    if (holds(book, schema, value)) return '';
    const problem = findProblem(book, schema, value, limit)!;
    const url = quote(`${absoluteUrl(urlOf(signature))}#`);
    const head = `problem validating schema. Check JSON formatting: jsonschema validation failed with ${url}`;
    return `${head}${printProblem(problem, limit)}\n`;
  };
  const validateItem = (item: Value, limit: number): string => {
    if (item === null) return '';
    return isMap(item) ? validateAs(readItemSignature(item), item, limit) : notAMap(item);
  };
  return {
    kubernetesVersion: version.table,
    location,
    validate(resource, limit = Number.POSITIVE_INFINITY) {
      if (resource === null) return '';
      if (!isMap(resource)) return notAMap(resource);
      const signature = readSignature(resource);
      if ('error' in signature || toLower(signature.kind) !== 'list') return validateAs(signature, resource, limit);
      let message = '';
      for (const item of listItems(resource)) {
        message += validateItem(item, limit - message.length);
        if (message.length > limit) break;
      }
      return message;
    },
  };
}

const notAMap = (value: Value): string =>
  `error unmarshalling resource: error unmarshaling JSON: while decoding JSON: ${cannotUnmarshal(value, 'Go value of type map[string]interface {}')}`;
