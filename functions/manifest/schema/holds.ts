import type { Value, ValueMap } from '../value.ts';
import { accepts, typeOf } from './json-types.ts';
import type { Schema, SchemaBook } from './schema-book.ts';

/** Whether a value satisfies a schema: the quick answer, without a reason. */
export function holds(book: SchemaBook, root: Schema, document: Value): boolean {
  const schemas: Schema[] = [];
  const values: (Value[] | ValueMap)[] = [];
  const descend = (schema: Schema, value: Value): boolean => {
    if (!fits(schema, value)) return false;
    if (typeof value === 'object' && value !== null) {
      schemas.push(schema);
      values.push(value);
    }
    return true;
  };
  if (!descend(root, document)) return false;
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    const schema = schemas.pop()!;
    if (Array.isArray(value)) {
      if (schema.items === undefined) continue;
      const items = book.at(schema.items);
      for (const item of value) if (!descend(items, item)) return false;
    } else {
      for (const name of schema.required) if (value[name] === undefined) return false;
      if (schema.fields !== undefined) {
        for (const name in value) {
          const reference = schema.fields.get(name);
          if (reference === undefined || !descend(book.at(reference), value[name]!)) return false;
        }
      } else if (schema.entries !== undefined) {
        const entries = book.at(schema.entries);
        for (const name in value) if (!descend(entries, value[name]!)) return false;
      }
    }
  }
  return true;
}

/** What can be said of a value without looking into it. */
function fits(schema: Schema, value: Value): boolean {
  const type = typeOf(value);
  if (!accepts(schema.types, type, value)) return false;
  if (schema.values !== undefined && !schema.values.includes(value as string)) return false;
  if (schema.oneOf === undefined) return true;
  let accepting = 0;
  for (const types of schema.oneOf) if (accepts(types, type, value)) accepting++;
  return accepting === 1;
}
