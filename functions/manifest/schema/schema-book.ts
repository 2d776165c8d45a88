import { DrydockError } from '../../errors.ts';
import { jsonTypes, type TypeSet } from './json-types.ts';
import type { Reference, SchemaTable, TableNode } from './table.ts';

/** What a value must satisfy. References are resolved with `SchemaBook.at` when they are first needed. */
export interface Schema {
  readonly types: TypeSet;
  readonly values: readonly string[] | undefined;
  readonly required: readonly string[];
  /** undefined where a map may hold anything */
  readonly fields: ReadonlyMap<string, Reference> | undefined;
  /** of list items */
  readonly items: Reference | undefined;
  /** of the values of a map */
  readonly entries: Reference | undefined;
  /** exactly one must accept the value */
  readonly oneOf: readonly TypeSet[] | undefined;
}

export interface SchemaBook {
  /** By file name without `.json`, such as `deployment-apps-v1`. */
  find(fileName: string): Schema | undefined;
  at(reference: Reference): Schema;
}

const noNames: readonly string[] = [];

/** Opens a table. Only `kinds` are found when given; names are looked up and nodes expanded when first asked for. */
export function openBook(table: SchemaTable, kinds?: readonly string[]): SchemaBook {
  const names = table.names.split(' ');
  const nodeOf = rootFinder(table, kinds);
  const schemas: (Schema | undefined)[] = new Array(table.nodes.length * 2);
  const roots = new Map<string, Schema>();
  const at = (reference: Reference): Schema => {
    schemas[reference] ??= expand(table.nodes[reference >> 1]!, reference & 1, names);
    return schemas[reference];
  };
  return {
    at,
    find(fileName) {
      const opened = roots.get(fileName);
      if (opened !== undefined) return opened;
      const node = nodeOf(fileName);
      if (node === undefined) return undefined;
      const root = asRoot(at(node * 2));
      roots.set(fileName, root);
      return root;
    },
  };
}

function rootFinder(table: SchemaTable, only: readonly string[] | undefined): (fileName: string) => number | undefined {
  const groups = new Map<string, { kinds: string[]; first: number }>();
  let first = 0;
  for (const [suffix, list] of Object.entries(table.kinds)) {
    const kinds = list.split(' ');
    groups.set(suffix, { kinds, first });
    first += kinds.length;
  }
  const wanted = only?.map((kind) => kind.toLowerCase());
  const unknown = wanted?.find((kind) => ![...groups.values()].some(({ kinds }) => kinds.includes(kind)));
  if (unknown !== undefined)
    throw new DrydockError('bad_configuration', `Kubernetes ${table.kubernetes} has no schema for kind ${unknown}`);
  return (fileName) => {
    const dash = fileName.indexOf('-');
    const kind = fileName.slice(0, dash);
    const group = groups.get(fileName.slice(dash + 1));
    if (group === undefined || wanted?.includes(kind) === false) return undefined;
    const index = group.kinds.indexOf(kind);
    return index === -1 ? undefined : group.first + index;
  };
}

function expand(node: TableNode, nullable: number, names: readonly string[]): Schema {
  const schema = (types: TypeSet, parts: Partial<Schema> = {}): Schema => ({
    types: types === 0 ? 0 : types | nullable,
    values: parts.values,
    required: parts.required ?? noNames,
    fields: parts.fields,
    items: parts.items,
    entries: parts.entries,
    oneOf: parts.oneOf,
  });
  if (typeof node === 'number') return schema(node);
  if ('enum' in node) return schema(jsonTypes.string, { values: node.enum });
  if ('list' in node) return schema(jsonTypes.array, { items: node.list });
  if ('map' in node) return schema(jsonTypes.object, { entries: node.map });
  if ('oneOf' in node) return schema(0, { oneOf: node.oneOf.map((types) => types | jsonTypes.null) });
  const fields = new Map<string, Reference>();
  for (let i = 0; i < node.fields.length; i += 2) fields.set(names[node.fields[i]!]!, node.fields[i + 1]!);
  return schema(jsonTypes.object, { fields, required: (node.required ?? []).map((name) => names[name]!) });
}

/** The published file of a definition: an object if it names no type, closed, and null is allowed in all its own fields. */
const asRoot = (schema: Schema): Schema => ({
  ...schema,
  types: schema.types === 0 ? jsonTypes.object : schema.types,
  fields: new Map(Array.from(schema.fields ?? [], ([name, reference]) => [name, reference | 1])),
  entries: undefined,
  oneOf: schema.oneOf?.map((types) => types & ~jsonTypes.null),
});
