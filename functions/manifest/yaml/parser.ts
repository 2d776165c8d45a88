import { ALIAS, MAPPING, type Node, SCALAR, type SEQUENCE } from './nodes.ts';
import type { Scanner } from './scanner.ts';
import { YamlError } from './yaml-error.ts';

/** What the parser expects next. */
export const NODE = 1;
export const NODE_OR_INDENTLESS = 2;
export const BLOCK_SEQUENCE_ENTRY = 3;
export const INDENTLESS_ENTRY = 4;
export const BLOCK_KEY = 5;
export const BLOCK_VALUE = 6;
export const FIRST_FLOW_ENTRY = 7;
export const FLOW_ENTRY = 8;
export const PAIR_KEY = 9;
export const PAIR_VALUE = 10;
export const PAIR_END = 11;
export const FIRST_FLOW_KEY = 12;
export const FLOW_KEY = 13;
export const FLOW_VALUE = 14;
export const EMPTY_FLOW_VALUE = 15;
export const DOCUMENT_DONE = 16;

export interface Parser {
  readonly scanner: Scanner;
  readonly nodes: Node[];
  /** Indices of the collections that have begun and not ended. */
  readonly open: number[];
  readonly anchors: Map<string, number>;
  readonly tagPrefixes: Map<string, string>;
  /** Lines of the tokens that began the open collections: errors on the first line name them instead. */
  readonly starts: number[];
  /** What follows when the current node is complete, innermost last. */
  readonly states: number[];
  state: number;
  /** Properties of the node that is about to be added. */
  anchor: string;
  tag: string;
  line: number;
}

export const newParser = (scanner: Scanner): Parser => ({
  scanner,
  nodes: [],
  open: [],
  anchors: new Map(),
  tagPrefixes: new Map(),
  starts: [],
  states: [],
  state: NODE,
  anchor: '',
  tag: '',
  line: 0,
});

/** An error of the parser. Its lines count from 0 and are printed so, and the first line is not printed at all. */
export const parserError = (problem: string, line: number, contextLine = 0): YamlError => {
  const named = line === 0 ? contextLine : line;
  return new YamlError(named === 0 ? `yaml: ${problem}` : `yaml: line ${named}: ${problem}`);
};

const add = (p: Parser, kind: number, text: string, implicit: boolean, target: number): void => {
  const index = p.nodes.length;
  if (p.anchor !== '') p.anchors.set(p.anchor, index);
  p.nodes.push({ kind, text, tag: p.tag, implicit, line: p.line, end: index + 1, target });
};

export const addScalar = (p: Parser, text: string, implicit: boolean): void => add(p, SCALAR, text, implicit, 0);

const setProperties = (p: Parser, line: number): void => {
  p.anchor = '';
  p.tag = '';
  p.line = line;
};

/** Adds the empty scalar that stands where a key or value is left out. */
export const addNothing = (p: Parser, line: number): void => {
  setProperties(p, line);
  addScalar(p, '', true);
};

export const addAlias = (p: Parser, name: string, line: number): void => {
  const target = p.anchors.get(name);
  if (target === undefined) throw new YamlError(`yaml: unknown anchor '${name}' referenced`);
  setProperties(p, line);
  add(p, ALIAS, name, false, target);
};

export const beginCollection = (p: Parser, kind: typeof MAPPING | typeof SEQUENCE): void => {
  p.open.push(p.nodes.length);
  add(p, kind, '', false, 0);
};

/** Begins the map that `a: b` within a flow sequence is. */
export const beginPair = (p: Parser, line: number): void => {
  setProperties(p, line);
  beginCollection(p, MAPPING);
};

/** Ends the collection that began last. */
export const endCollection = (p: Parser): void => {
  p.nodes[p.open.pop()!]!.end = p.nodes.length;
};

/** Expects a node, and then what `after` says. */
export const expectNode = (p: Parser, node: number, after: number): void => {
  p.states.push(after);
  p.state = node;
};

/** Goes on with what follows the current node. */
export const nodeDone = (p: Parser): void => {
  p.state = p.states.pop()!;
};
