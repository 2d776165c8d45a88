/** A node of a table plus whether null is allowed there: index * 2 + 1 when it is. */
export type Reference = number;

/** What one value may be. `fields` are pairs of a name and a Reference, `required` are names in the order of messages. */
export type TableNode =
  | number
  | { enum: string[] }
  | { list: Reference }
  | { map: Reference }
  | { oneOf: number[] }
  | { fields: number[]; required?: number[] };

/** The schemas of one Kubernetes version, as committed in data/ (README there). A bare number is a set of JSON types. */
export interface SchemaTable {
  kubernetes: string;
  /** the names of all fields, separated by spaces */
  names: string;
  /** the end of a schema's file name to its kinds in lower case, separated by spaces: the n-th of all is `nodes[n]` */
  kinds: Record<string, string>;
  nodes: TableNode[];
}
