import { openSchemas, type SchemaOptions, type Schemas } from '../../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../../functions/storage/schema-files.ts';
import { toValue } from '../values.ts';

/** The committed tables, at the version the corpus was recorded with. */
export const committedSchemas = (options: SchemaOptions = {}): Schemas =>
  openSchemas(schemaFiles(), { kubernetesVersion: '1.36.0', ...options });

const schemas = committedSchemas();
const head = (file: string): string =>
  `problem validating schema. Check JSON formatting: jsonschema validation failed with 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/v1.36.0-standalone-strict/${file}.json#'`;

export const messageFor = (document: unknown): string => schemas.validate(toValue(document));

/** The problems of a message about one file, one a line, with their indentation. */
export const problemsOf = (file: string, document: unknown): string[] => {
  const message = messageFor(document);
  if (!message.startsWith(head(file)) || !message.endsWith('\n')) throw new Error(`another message: ${message}`);
  return message
    .slice(head(file).length, -1)
    .split(/(?<=^|\S) (?=(?: {2})*- at )/)
    .slice(1);
};
