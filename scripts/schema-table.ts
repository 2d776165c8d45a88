import { jsonTypes } from '../functions/manifest/schema/json-types.ts';
import type { Reference, SchemaTable, TableNode } from '../functions/manifest/schema/table.ts';
import { type Definition, type Definitions, fileNameParts, standalone, targetOf } from './schema-definitions.ts';

/** The table of one version: kinds first, in the order of `kinds`, then the nodes they share. Same input, same table. */
export function schemaTable(kubernetes: string, definitions: Definitions): SchemaTable {
  const kinds: Record<string, string[]> = {};
  const bySuffix = Map.groupBy(standalone(definitions), (title) => fileNameParts(title).suffix);
  const titles = [...bySuffix.keys()].sort().flatMap((suffix) => {
    const group = bySuffix.get(suffix)!;
    kinds[suffix] = group.map((title) => fileNameParts(title).kind);
    return group;
  });
  const names = fieldNames(titles.map((title) => definitions[title]!));
  const nameIndex = new Map(names.map((name, index) => [name, index]));
  const indexOf = (name: string): number => nameIndex.get(name)!;

  const nodes: TableNode[] = titles.map(() => 0);
  const named = new Map(titles.map((title, index) => [title, index]));
  const shared = new Map<string, number>();
  const intern = (node: TableNode): number => {
    const key = JSON.stringify(node);
    const index = shared.get(key) ?? nodes.push(node) - 1;
    shared.set(key, index);
    return index;
  };
  const refer = (node: Definition, nullable: boolean): Reference => {
    const target = targetOf(node);
    return (target === undefined ? intern(compact(node)) : named.get(target)!) * 2 + Number(nullable);
  };
  const compact = (node: Definition): TableNode => {
    refuseUnknown(node);
    if (node.oneOf !== undefined) return { oneOf: node.oneOf.map(({ type }) => typeSet(type)) };
    if (node.properties !== undefined) {
      const required = node.required ?? [];
      const fields = Object.entries(node.properties)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, field]) => [indexOf(name), refer(field, !required.includes(name))]);
      return required.length === 0 ? { fields } : { fields, required: required.map(indexOf) };
    }
    if (node.items !== undefined) return { list: refer(node.items, true) };
    if (typeof node.additionalProperties === 'object') return { map: refer(node.additionalProperties, true) };
    return node.enum === undefined ? typeSet(node.type) : { enum: node.enum };
  };
  for (const [index, title] of titles.entries()) nodes[index] = compact(definitions[title]!);
  const lists = Object.entries(kinds).map(([suffix, list]) => [suffix, list.join(' ')]);
  return { kubernetes, names: names.join(' '), kinds: Object.fromEntries(lists), nodes };
}

/** One node a line, so that versions can be compared. */
export const tableText = ({ kubernetes, names, kinds, nodes }: SchemaTable): string =>
  `${JSON.stringify({ kubernetes, names, kinds }).slice(0, -1)},"nodes":[\n${nodes.map((node) => JSON.stringify(node)).join(',\n')}\n]}\n`;

/** The names of all fields, frequent ones first: they get the short numbers. */
function fieldNames(definitions: Definition[]): string[] {
  const uses = new Map<string, number>();
  const count = (node: Definition): void => {
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      uses.set(name, (uses.get(name) ?? 0) + 1);
      count(field);
    }
    if (node.items !== undefined) count(node.items);
    if (typeof node.additionalProperties === 'object') count(node.additionalProperties);
  };
  definitions.forEach(count);
  return [...uses].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
}

/** null is added where a field is optional, whatever the definition says. */
const typeSet = (type: string | string[] = []): number =>
  [type]
    .flat()
    .reduce((types, name) => (name === 'null' ? types : types | jsonTypes[name as keyof typeof jsonTypes]), 0);

const understood =
  /^(description|default|format|type|enum|items|properties|additionalProperties|required|oneOf|x-kubernetes-.*)$/;

function refuseUnknown(node: Definition): void {
  const unknown = Object.keys(node).filter((keyword) => !understood.test(keyword));
  if (unknown.length > 0) throw new Error(`definitions: cannot read ${unknown.join(', ')}`);
  if (node.properties !== undefined && typeof node.additionalProperties === 'object')
    throw new Error('definitions: fields beside a map');
}
