import { isMap, type Value, type ValueMap } from '../value.ts';
import { missingFields, oneOfProblem, ownProblem, unknownFields } from './node-problems.ts';
import { type Place, type Problem, together } from './problem.ts';
import type { Schema, SchemaBook } from './schema-book.ts';

/** A list or map whose members are being looked at. */
interface Visit {
  readonly at: Place | undefined;
  readonly schema: Schema;
  readonly value: Value;
  readonly members: Iterator<Member, undefined>;
  readonly unknown: string[];
  readonly problems: Problem[];
}

interface Member {
  readonly step: string;
  readonly schema: Schema;
  readonly value: Value;
}

/** The least that a problem prints beside its text. */
const leastFrame = " - at '': ".length;

/**
 * Everything that is wrong with a document, as JSON Schema reports it: type and value of a node first and alone, then
 * what it lacks, its members (by name, by index) and what it should not have. It stops when the message is certain to
 * have more than `limit` characters.
 */
export function findProblem(book: SchemaBook, root: Schema, document: Value, limit: number): Problem | undefined {
  const visits: Visit[] = [];
  let room = limit;

  const note = (problems: Problem[], problem: Problem | undefined): void => {
    if (problem === undefined) return;
    problems.push(problem);
    room -= problem.text.length + leastFrame;
  };
  const enter = (schema: Schema, value: Value, at: Place | undefined): Problem | undefined => {
    const own = ownProblem(schema, value, at);
    if (own !== undefined) return own;
    if (typeof value !== 'object' || value === null) return oneOfProblem(schema, value, at);
    const unknown: string[] = [];
    const visit: Visit = { at, schema, value, members: members(book, schema, value, unknown), unknown, problems: [] };
    if (isMap(value)) note(visit.problems, missingFields(schema, value, at));
    visits.push(visit);
    return undefined;
  };

  let found = enter(root, document, undefined);
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    const member = room < 0 ? undefined : visit.members.next().value;
    if (member !== undefined) {
      note(visit.problems, enter(member.schema, member.value, { parent: visit.at, step: member.step }));
      continue;
    }
    note(visit.problems, unknownFields(visit.unknown, visit.at));
    note(visit.problems, oneOfProblem(visit.schema, visit.value, visit.at));
    found = together(visit.at, visit.problems);
    visits.pop();
    if (found !== undefined) visits.at(-1)?.problems.push(found);
  }
  return found;
}

function* members(
  book: SchemaBook,
  schema: Schema,
  value: Value[] | ValueMap,
  unknown: string[],
): Generator<Member, undefined> {
  if (Array.isArray(value)) {
    if (schema.items === undefined) return;
    const items = book.at(schema.items);
    for (let i = 0; i < value.length; i++) yield { step: String(i), schema: items, value: value[i]! };
    return;
  }
  if (schema.fields === undefined && schema.entries === undefined) return;
  for (const step of Object.keys(value).sort()) {
    const reference = schema.fields === undefined ? schema.entries : schema.fields.get(step);
    if (reference === undefined) unknown.push(step);
    else yield { step, schema: book.at(reference), value: value[step]! };
  }
}
