import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findProblem } from '../../../functions/manifest/schema/find-problem.ts';
import { openBook } from '../../../functions/manifest/schema/schema-book.ts';
import { readZip } from '../../../scripts/read-zip.ts';
import { type Definitions, fileNameParts, standalone } from '../../../scripts/schema-definitions.ts';
import { schemaTable, tableText } from '../../../scripts/schema-table.ts';
import { toValue } from '../values.ts';

const definitions: Definitions = {
  'io.k8s.api.core.v1.Thing': {
    type: ['object', 'null'],
    properties: {
      kind: { type: ['string', 'null'], enum: ['Thing'] },
      part: { $ref: '#/$defs/io.k8s.api.apps.v1.Part' },
      parts: { type: ['array', 'null'], items: { $ref: '#/$defs/io.k8s.api.apps.v1.Part' } },
      labels: { type: ['object', 'null'], additionalProperties: { type: ['string', 'null'] } },
      free: { type: ['object', 'null'] },
      any: {},
    },
    required: ['part', 'kind'],
    additionalProperties: false,
  },
  'io.k8s.api.apps.v1.Part': {
    type: ['object', 'null'],
    properties: {
      size: { oneOf: [{ type: ['string', 'null'] }, { type: ['integer', 'null'] }] },
      thing: { $ref: '#/$defs/io.k8s.api.apps.v1.Name' },
    },
    required: ['thing'],
    additionalProperties: false,
  },
  'io.k8s.api.apps.v1.Name': { type: ['string', 'null'] },
  'io.k8s.api.apps.v1.Tree': { properties: { next: { $ref: '#/$defs/io.k8s.api.apps.v1.Forest' } } },
  'io.k8s.api.apps.v1.Forest': { items: { $ref: '#/$defs/io.k8s.api.apps.v1.Tree' }, type: 'array' },
  'io.k8s.x.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': {},
};

describe('making schema tables', () => {
  test('making schema tables: file names are kind, group and version, the core group unnamed', () => {
    expect(fileNameParts('io.k8s.api.core.v1.Pod')).toEqual({ kind: 'pod', suffix: 'v1' });
    expect(fileNameParts('io.k8s.api.apps.v1.Deployment')).toEqual({ kind: 'deployment', suffix: 'apps-v1' });
    expect(fileNameParts('io.k8s.apimachinery.pkg.api.resource.Quantity')).toEqual({
      kind: 'quantity',
      suffix: 'resource',
    });
  });

  test('making schema tables: recursive definitions and what leads to them have no file', () => {
    expect(standalone(definitions)).toEqual([
      'io.k8s.api.apps.v1.Name',
      'io.k8s.api.apps.v1.Part',
      'io.k8s.api.core.v1.Thing',
    ]);
  });

  test('making schema tables: a table holds what the definitions say, null by what is required', () => {
    const book = openBook(schemaTable('1.99.0', definitions));
    const textFor = (thing: object): unknown => {
      const problem = findProblem(book, book.find('thing-v1')!, toValue({ kind: 'Thing', ...thing }), 1000);
      return problem && [problem.text, ...problem.causes.map(({ text }) => text)];
    };
    expect(
      textFor({ part: { thing: 'a', size: 5 }, parts: [null], labels: { a: null }, free: { a: [] } }),
    ).toBeUndefined();
    expect(textFor({ part: null, any: [{ a: [] }] })).toBeUndefined();
    expect(textFor({ part: null, any: [1], x: 1 })).toEqual(["additional properties 'x' not allowed"]);
    expect(textFor({})).toEqual(["missing property 'part'"]);
    expect(textFor({ part: { thing: null } })).toEqual(['got null, want string']);
    expect(textFor({ part: { thing: 'a' }, parts: [{ thing: null, x: 1 }] })).toEqual([
      'validation failed',
      'got null, want string',
      "additional properties 'x' not allowed",
    ]);
    expect(textFor({ part: { thing: 'a', size: 1.5 } })).toEqual([
      "'oneOf' failed, none matched",
      'got number, want null or string',
      'got number, want null or integer',
    ]);
  });

  test('making schema tables: the same definitions in another order make the same text', () => {
    const reversed = Object.fromEntries(Object.entries(definitions).reverse());
    const text = tableText(schemaTable('1.99.0', definitions));
    expect(tableText(schemaTable('1.99.0', reversed))).toBe(text);
    expect(JSON.parse(text)).toEqual(schemaTable('1.99.0', definitions));
  });

  test('making schema tables: a definition that could not be kept whole is refused', () => {
    const one = (definition: object): Definitions => ({ 'io.k8s.api.core.v1.Thing': definition });
    expect(() => schemaTable('1.99.0', one({ type: 'string', pattern: 'a' }))).toThrow('cannot read pattern');
    expect(() => schemaTable('1.99.0', one({ properties: {}, additionalProperties: {} }))).toThrow(
      'fields beside a map',
    );
  });
});

describe('reading a zip archive', () => {
  /** An archive of stored and deflated files, without checksums. */
  const archive = (files: [name: string, content: string, method: 0 | 8][]): Buffer => {
    const entries = files.map(([name, content, method]) => {
      const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50);
      local.writeUInt16LE(name.length, 26);
      const directory = Buffer.alloc(46);
      directory.writeUInt32LE(0x02014b50);
      directory.writeUInt16LE(method, 10);
      directory.writeUInt32LE(packed.length, 20);
      directory.writeUInt16LE(name.length, 28);
      return { local: Buffer.concat([local, Buffer.from(name), packed]), directory, name };
    });
    let at = 0;
    for (const { directory, local } of entries) {
      directory.writeUInt32LE(at, 42);
      at += local.length;
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50);
    end.writeUInt16LE(files.length, 10);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([
      ...entries.map(({ local }) => local),
      ...entries.flatMap(({ directory, name }) => [directory, Buffer.from(name)]),
      end,
    ]);
  };

  test('reading a zip archive: stored and deflated files come out as they went in', () => {
    const files = readZip(
      archive([
        ['a/b', 'x'.repeat(1000), 8],
        ['c', 'stored', 0],
      ]),
    );
    expect([...files].map(([name, unpack]) => [name, unpack().toString()])).toEqual([
      ['a/b', 'x'.repeat(1000)],
      ['c', 'stored'],
    ]);
  });

  test('reading a zip archive: other bytes are refused', () => {
    expect(() => readZip(Buffer.from('no archive at all, but long enough'))).toThrow('not a zip archive');
    const broken = archive([['a', 'b', 0]]);
    broken.writeUInt8(0, broken.indexOf('PK\u0001\u0002'));
    expect(() => readZip(broken)).toThrow('broken directory');
  });
});
