import type { Path, Value } from '../value.ts';
import { documentValue } from './document-value.ts';
import { keyText } from './key-text.ts';
import { ALIAS, MAPPING, type Node, SCALAR, SEQUENCE } from './nodes.ts';
import { parseDocument } from './parse-document.ts';
import { isMergeKey, resolveScalar } from './resolve-scalar.ts';
import { sourceText } from './source-text.ts';

export interface Located {
  value: Value;
  /** The line (from 1) of the map key or list item at a path, of the document for the empty path; undefined when there is none. */
  lineOf(path: Path): number | undefined;
}

/** Where a key or list item stands and where its value does, as indices of nodes. */
interface Found {
  at: number;
  value: number;
}

const follow = (nodes: readonly Node[], index: number): number => {
  const node = nodes[index]!;
  return node.kind === ALIAS ? node.target : index;
};

const childrenOf = (nodes: readonly Node[], index: number): number[] => {
  const children: number[] = [];
  for (let at = index + 1; at < nodes[index]!.end; at = nodes[at]!.end) children.push(at);
  return children;
};

const findItem = (nodes: readonly Node[], list: number, position: number): Found | undefined => {
  const at = childrenOf(nodes, list)[position];
  return at === undefined ? undefined : { at, value: at };
};

/** A pair of a map, or a map that is merged into it. */
type Candidate = { key: number } | { merged: number };

const candidatesOf = (nodes: readonly Node[], index: number): Candidate[] => {
  const children = childrenOf(nodes, index);
  if (nodes[index]!.kind === SEQUENCE) return children.map((merged) => ({ merged })).reverse();
  const candidates: Candidate[] = [];
  for (let i = 0; i < children.length; i += 2) {
    const key = children[i]!;
    candidates.push(isMergeKey(nodes[key]!) ? { merged: children[i + 1]! } : { key });
  }
  return candidates;
};

const isNamed = (nodes: readonly Node[], key: number, name: string): boolean => {
  const node = nodes[follow(nodes, key)]!;
  return node.kind === SCALAR && keyText(resolveScalar(node)) === name;
};

/** Looks for a key as merging does: later pairs come before earlier ones, the first of a list of merged maps before the others. */
const findKey = (nodes: readonly Node[], map: number, name: string): Found | undefined => {
  const left: Candidate[] = [{ merged: map }];
  for (let candidate = left.pop(); candidate !== undefined; candidate = left.pop()) {
    if ('merged' in candidate) {
      for (const inner of candidatesOf(nodes, follow(nodes, candidate.merged))) left.push(inner);
    } else if (isNamed(nodes, candidate.key, name)) {
      return { at: candidate.key, value: nodes[candidate.key]!.end };
    }
  }
  return undefined;
};

const lineIn = (nodes: readonly Node[], path: Path): number | undefined => {
  if (nodes.length === 0) return undefined;
  let at = 0;
  let value = 0;
  for (const step of path) {
    const parent = follow(nodes, value);
    const { kind } = nodes[parent]!;
    let found: Found | undefined;
    if (typeof step === 'string' && kind === MAPPING) found = findKey(nodes, parent, step);
    if (typeof step === 'number' && kind === SEQUENCE) found = findItem(nodes, parent, step);
    if (found === undefined) return undefined;
    at = found.at;
    value = found.value;
  }
  return nodes[at]!.line + 1;
};

/** Reads a YAML text as readYaml does and remembers where things stand in it. Throws YamlError. */
export const locateYaml = (source: Uint8Array): Located => {
  const nodes = parseDocument(sourceText(source));
  return { value: documentValue(nodes, false), lineOf: (path) => lineIn(nodes, path) };
};
