import { newMap, type Value } from '../value.ts';
import { ALIAS, MAPPING, type Node, SCALAR, SEQUENCE } from './nodes.ts';
import { parseDocument } from './parse-document.ts';
import { resolvePlain } from './resolve-plain.ts';
import { sourceText } from './source-text.ts';
import { YamlError } from './yaml-error.ts';

export { YamlError };

export interface YamlOptions {
  /** Repeated keys are errors. */
  strict?: boolean;
}

const scalar = (n: Node): Value => {
  if (!n.implicit || n.tag !== '') return n.text;
  const v = resolvePlain(n.text);
  return typeof v === 'bigint' ? Number(v) : v;
};

/** The first document of a YAML text as JSON would hold it; null when there is none. Throws YamlError. */
export const readYaml = (source: Uint8Array, _options: YamlOptions = {}): Value => {
  const nodes = parseDocument(sourceText(source));
  const build = (i: number): Value => {
    const n = nodes[i]!;
    if (n.kind === SCALAR) return scalar(n);
    if (n.kind === ALIAS) return build(n.target);
    let at = i + 1;
    if (n.kind === SEQUENCE) {
      const list: Value[] = [];
      while (at < n.end) {
        list.push(build(at));
        at = nodes[at]!.end;
      }
      return list;
    }
    const map = newMap();
    while (at < n.end) {
      const key = build(at);
      at = nodes[at]!.end;
      map[String(key)] = build(at);
      at = nodes[at]!.end;
    }
    return map;
  };
  return nodes.length === 0 ? null : build(0);
};
