import type { Value, ValueMap } from '../value.ts';
import { quote } from './go-quote.ts';
import { accepts, typeNames, typeOf } from './json-types.ts';
import type { Place, Problem } from './problem.ts';
import type { Schema } from './schema-book.ts';

const problem = (at: Place | undefined, text: string): Problem => ({ at, text, causes: [] });
const quoted = (names: readonly string[]): string => names.map(quote).join(', ');

/** A wrong type, or text that is none of the allowed ones. */
export function ownProblem(schema: Schema, value: Value, at: Place | undefined): Problem | undefined {
  const type = typeOf(value);
  if (!accepts(schema.types, type, value))
    return problem(at, `got ${typeNames(type)}, want ${typeNames(schema.types)}`);
  const values = schema.values;
  if (values === undefined || values.includes(value as string)) return undefined;
  return problem(at, `value must be ${values.length === 1 ? '' : 'one of '}${quoted(values)}`);
}

export function missingFields(schema: Schema, map: ValueMap, at: Place | undefined): Problem | undefined {
  const missing = schema.required.filter((name) => map[name] === undefined);
  if (missing.length === 0) return undefined;
  return problem(at, `missing ${missing.length === 1 ? 'property' : 'properties'} ${quoted(missing)}`);
}

export const unknownFields = (names: readonly string[], at: Place | undefined): Problem | undefined =>
  names.length === 0 ? undefined : problem(at, `additional properties ${quoted(names)} not allowed`);

export function oneOfProblem(schema: Schema, value: Value, at: Place | undefined): Problem | undefined {
  if (schema.oneOf === undefined) return undefined;
  const type = typeOf(value);
  const matching = [...schema.oneOf.keys()].filter((index) => accepts(schema.oneOf![index]!, type, value));
  if (matching.length === 1) return undefined;
  if (matching.length > 1) return problem(at, `'oneOf' failed, subschemas ${matching[0]}, ${matching[1]} matched`);
  const causes = schema.oneOf.map((types) => problem(at, `got ${typeNames(type)}, want ${typeNames(types)}`));
  return { at, text: "'oneOf' failed, none matched", causes };
}
