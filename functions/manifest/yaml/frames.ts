import type { AliasCount } from './alias-count.ts';
import type { Node } from './nodes.ts';
import type { Scalar } from './resolve-plain.ts';
import type { YamlError } from './yaml-error.ts';

/** What values are made of: plain data for JSON, or Go's types for the messages that show them. */
export interface Shape<V, M extends V> {
  scalar(value: Scalar): V;
  list(items: V[]): V;
  newMap(): M;
  /** Sets a key; `line` is where its value begins, counted from 0. */
  set(map: M, key: Scalar, value: V, line: number): void;
  /** The error for a list or map as a key, given as the index of its node. */
  invalidKey(nodes: readonly Node[], index: number): YamlError;
}

/** Where a collection stands: index of its node, and line and index of the alias when an alias stands for it. */
export interface Place {
  index: number;
  line: number;
  alias: number;
}

export interface ListFrame<V> {
  kind: 'list';
  place: Place;
  at: number;
  end: number;
  items: V[];
}

export interface MapFrame<M> {
  kind: 'map';
  place: Place;
  at: number;
  end: number;
  map: M;
  /** The key whose value comes next. */
  key: Scalar | undefined;
  /** True when the pairs go into a map that merges them. */
  isMerge: boolean;
}

/** Maps that are still to be merged into a map. The last one comes first, so that earlier ones override it. */
export interface MergeFrame<M> {
  kind: 'merge';
  maps: number[];
  map: M;
}

export type Frame<V, M> = ListFrame<V> | MapFrame<M> | MergeFrame<M>;

export interface Composition<V, M extends V> {
  nodes: readonly Node[];
  shape: Shape<V, M>;
  /** Collections that have begun and not ended, innermost last. */
  frames: Frame<V, M>[];
  count: AliasCount;
  /** Aliases that are being expanded. */
  expanding: Set<number>;
}
