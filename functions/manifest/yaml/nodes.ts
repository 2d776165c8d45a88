export const SCALAR = 1;
export const ALIAS = 2;
export const SEQUENCE = 3;
export const MAPPING = 4;

/** One node of a document. All nodes stand in one list in the order of their text, so nothing needs recursion. */
export interface Node {
  kind: number;
  /** Text of a scalar or name of an alias. */
  text: string;
  /** The whole tag of a scalar, empty when it has none. */
  tag: string;
  /** True for a scalar that is plain or has the tag `!`. */
  implicit: boolean;
  /** Line where the node begins, counted from 0. */
  line: number;
  /** Index behind the last node within this one. */
  end: number;
  /** Index of the node an alias stands for. */
  target: number;
}
