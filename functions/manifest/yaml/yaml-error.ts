/** A refusal; the message is the whole text a client reads, e.g. `yaml: line 3: did not find expected key`. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}
