import type { Value } from '../value.ts';
import { documentValue } from './document-value.ts';
import { parseDocument } from './parse-document.ts';
import { sourceText } from './source-text.ts';
import { YamlError } from './yaml-error.ts';

export { YamlError };

export interface YamlOptions {
  /** Repeated keys are errors, worded as sigs.k8s.io/yaml does. */
  strict?: boolean;
}

/**
 * The first document of a YAML text (UTF-8, or UTF-16 with a byte order mark) as go-yaml 2.4 and ghodss/yaml turn it into
 * JSON; null when there is none. Throws YamlError and nothing else.
 */
export const readYaml = (source: Uint8Array, { strict = false }: YamlOptions = {}): Value =>
  documentValue(parseDocument(sourceText(source)), strict);
