import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findProblem } from '../../../functions/manifest/schema/find-problem.ts';
import { holds } from '../../../functions/manifest/schema/holds.ts';
import { openBook } from '../../../functions/manifest/schema/schema-book.ts';
import type { SchemaTable } from '../../../functions/manifest/schema/table.ts';
import type { Value } from '../../../functions/manifest/value.ts';
import { schemaFiles } from '../../../functions/storage/schema-files.ts';
import { decode, toValue } from '../values.ts';
import { committedSchemas } from './committed-schemas.ts';

const schemas = committedSchemas();

describe('hostile documents', () => {
  test('hostile documents: 9,990 levels in a free object are valid', () => {
    const nested = `${'{"a":'.repeat(5000)}${'['.repeat(4980)}${']'.repeat(4980)}${'}'.repeat(5000)}`;
    const json = `{"kind":"ControllerRevision","apiVersion":"apps/v1","revision":1,"data":${nested}}`;
    expect(schemas.validate(decode(json))).toBe('');
  });

  test('hostile documents: 9,990 Lists in Lists end at the second', () => {
    const json = `${'{"kind":"List","apiVersion":"v1","items":['.repeat(4995)}${']}'.repeat(4995)}`;
    expect(schemas.validate(decode(json))).toBe('could not find schema for List');
  });

  test('hostile documents: keys that name members of every object are ordinary keys', () => {
    const json = '{"__proto__":{"kind":"Pod"},"constructor":1,"kind":"Pod","apiVersion":"v1","hasOwnProperty":[]}';
    expect(schemas.validate(decode(json))).toContain(
      "additional properties '__proto__', 'constructor', 'hasOwnProperty' not allowed",
    );
    expect(schemas.validate(decode('{"kind":"Pod","__proto__":{"apiVersion":"v1"}}'))).toBe(
      "error while parsing: missing 'apiVersion' key",
    );
  });

  test('hostile documents: half a million wrong items below a long name cost no more than the limit allows', () => {
    const extra = { ['k'.repeat(100_000)]: new Array(500_000).fill(5) };
    const document = { kind: 'SubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec: { extra } };
    const message = schemas.validate(toValue(document), 1_000_000);
    expect(message.length).toBeGreaterThan(1_000_000);
    expect(message.length).toBeLessThan(1_300_000);
  });

  test('hostile documents: a message within the limit is whole', () => {
    const document = toValue({ kind: 'Pod', apiVersion: 'v1', spec: { containers: [{}, 5, {}], x: 1 } });
    const whole = schemas.validate(document);
    expect(schemas.validate(document, whole.length)).toBe(whole);
    expect(schemas.validate(document, 0).length).toBeGreaterThan(0);
  });
});

describe('quick check', () => {
  const book = openBook(schemaFiles().load('1.36.0') as SchemaTable);
  const files = ['pod-v1', 'deployment-apps-v1', 'service-v1', 'role-rbac-v1', 'container-v1', 'quantity-resource'];
  const names = ['kind', 'apiVersion', 'metadata', 'spec', 'containers', 'name', 'labels', 'ports', 'port', 'rules'];

  test('quick check: it says yes exactly when there is no problem to report', () => {
    const { document } = fc.letrec<{ document: unknown }>((tie) => ({
      document: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        fc.constantFrom(null, true, 'Pod', 'v1', '', 80, 1.5),
        fc.array(tie('document'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('document'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...files), document, (file, plain) => {
        const schema = book.find(file)!;
        const value: Value = toValue(plain);
        expect(holds(book, schema, value)).toBe(
          findProblem(book, schema, value, Number.POSITIVE_INFINITY) === undefined,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
