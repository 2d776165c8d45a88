import { countNode, newAliasCount } from './alias-count.ts';
import type { Composition, ListFrame, MapFrame, MergeFrame, Place, Shape } from './frames.ts';
import { ALIAS, MAPPING, type Node, SCALAR, SEQUENCE } from './nodes.ts';
import type { Scalar } from './resolve-plain.ts';
import { isMergeKey, resolveScalar } from './resolve-scalar.ts';
import { YamlError } from './yaml-error.ts';

const enterAlias = <V, M extends V>(c: Composition<V, M>, index: number, node: Node): Place => {
  if (c.expanding.has(index)) throw new YamlError(`yaml: anchor '${node.text}' value contains itself`);
  c.expanding.add(index);
  c.count.depth++;
  countNode(c.count);
  return { index: node.target, line: node.line, alias: index };
};

const leaveAlias = <V, M extends V>(c: Composition<V, M>, { alias }: Place): void => {
  if (alias < 0) return;
  c.expanding.delete(alias);
  c.count.depth--;
};

const locate = <V, M extends V>(c: Composition<V, M>, index: number): Place => {
  const node = c.nodes[index]!;
  countNode(c.count);
  return node.kind === ALIAS ? enterAlias(c, index, node) : { index, line: node.line, alias: -1 };
};

/** The value of a scalar; undefined for a collection, which is begun. */
const begin = <V, M extends V>(c: Composition<V, M>, index: number): Scalar | undefined => {
  const direct = c.nodes[index]!;
  if (direct.kind === SCALAR) {
    countNode(c.count);
    return resolveScalar(direct);
  }
  const place = locate(c, index);
  const node = c.nodes[place.index]!;
  const { end } = node;
  const at = place.index + 1;
  if (node.kind === SCALAR) {
    const value = resolveScalar(node);
    leaveAlias(c, place);
    return value;
  }
  if (node.kind === MAPPING) {
    c.frames.push({ kind: 'map', place, at, end, map: c.shape.newMap(), key: undefined, isMerge: false });
  } else {
    c.frames.push({ kind: 'list', place, at, end, items: [] });
  }
  return undefined;
};

const refuseMerge = (): YamlError => new YamlError('yaml: map merge requires map or sequence of maps as the value');

const beginMergeOf = <V, M extends V>(c: Composition<V, M>, map: M, index: number): void => {
  const node = c.nodes[index]!;
  const source = node.kind === ALIAS ? c.nodes[node.target]! : node;
  if (source.kind !== MAPPING) throw refuseMerge();
  const place = locate(c, index);
  const at = place.index + 1;
  c.frames.push({ kind: 'map', place, at, end: source.end, map, key: undefined, isMerge: true });
};

/** Begins to put the pairs of a map, or of a list of maps, into a map. */
const beginMerge = <V, M extends V>(c: Composition<V, M>, map: M, index: number) => {
  const node = c.nodes[index]!;
  if (node.kind !== SEQUENCE) return beginMergeOf(c, map, index);
  const maps: number[] = [];
  for (let at = index + 1; at < node.end; at = c.nodes[at]!.end) maps.push(at);
  c.frames.push({ kind: 'merge', maps, map });
};

const fillList = <V, M extends V>(c: Composition<V, M>, frame: ListFrame<V>): void => {
  while (frame.at < frame.end) {
    const index = frame.at;
    frame.at = c.nodes[index]!.end;
    const value = begin(c, index);
    if (value === undefined) return;
    frame.items.push(c.shape.scalar(value));
  }
};

const fillMap = <V, M extends V>(c: Composition<V, M>, frame: MapFrame<M>) => {
  while (frame.at < frame.end) {
    const index = frame.at;
    const node = c.nodes[index]!;
    frame.at = node.end;
    if (frame.key === undefined) {
      if (node.kind === SCALAR && isMergeKey(node)) {
        frame.at = c.nodes[index + 1]!.end;
        return beginMerge(c, frame.map, index + 1);
      }
      frame.key = begin(c, index);
      if (frame.key === undefined) return;
    } else {
      const value = begin(c, index);
      if (value === undefined) return;
      c.shape.set(frame.map, frame.key, c.shape.scalar(value), node.line);
      frame.key = undefined;
    }
  }
};

const nextMerge = <V, M extends V>(c: Composition<V, M>, frame: MergeFrame<M>): void => {
  const index = frame.maps.pop();
  if (index === undefined) c.frames.pop();
  else beginMergeOf(c, frame.map, index);
};

/** Hands a collection that is complete to the one around it. */
const deliver = <V, M extends V>(c: Composition<V, M>, value: V, { index, line }: Place): void => {
  const outer = c.frames.at(-1)!;
  if (outer.kind === 'list') {
    outer.items.push(value);
  } else if (outer.kind === 'map') {
    if (outer.key === undefined) throw c.shape.invalidKey(c.nodes, index);
    c.shape.set(outer.map, outer.key, value, line);
    outer.key = undefined;
  }
};

/**
 * The value of a node with everything in it: aliases expanded, merges applied, tags resolved. Throws YamlError, with the
 * first mistake in the order in which go-yaml comes across them.
 */
export const compose = <V, M extends V>(nodes: readonly Node[], root: number, shape: Shape<V, M>): V => {
  const c: Composition<V, M> = { nodes, shape, frames: [], count: newAliasCount(), expanding: new Set() };
  const scalar = begin(c, root);
  if (scalar !== undefined) return shape.scalar(scalar);
  for (;;) {
    const frame = c.frames.at(-1)!;
    if (frame.kind === 'merge') {
      nextMerge(c, frame);
    } else if (frame.at < frame.end) {
      if (frame.kind === 'map') fillMap(c, frame);
      else fillList(c, frame);
    } else {
      c.frames.pop();
      leaveAlias(c, frame.place);
      if (frame.kind === 'map' && frame.isMerge) continue;
      const value = frame.kind === 'map' ? frame.map : shape.list(frame.items);
      if (c.frames.length === 0) return value;
      deliver(c, value, frame.place);
    }
  }
};
