import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from '../../../functions/manifest/documents/decode-json.ts';
import { findDoubts } from '../../../functions/manifest/documents/find-doubts.ts';
import { printJson } from '../../../functions/manifest/documents/print-json.ts';
import { printAndReadAgain, readAgain } from '../../../functions/manifest/documents/read-again.ts';
import { readJsonBody, readYamlPart } from '../../../functions/manifest/documents/read-document.ts';
import type { Value } from '../../../functions/manifest/value.ts';
import { readYaml } from '../../../functions/manifest/yaml/read.ts';
import { decode, toValue } from '../values.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const part = (text: string) => readYamlPart(encode(text), { start: 0, end: encode(text).length, line: 1 });

const prefix = 'error unmarshalling resource: error converting YAML to JSON: ';

// characters that JSON and YAML see differently, and some that look as if they were
const trouble = fc.constantFrom(
  ...['a', ' ', ':', '#', '"', "'", '\\', '/', '<', '&', '\n', '\r', '\t', '\b', '\0', '\x1b', '\x7f', '\x80', '\x85'],
  ...[
    '\x9f',
    '\u00a0',
    '\u2027',
    '\u2028',
    '\u2029',
    '\ud7ff',
    '\ue000',
    '\ufeff',
    '\ufffd',
    '\ufffe',
    '\uffff',
    '😀',
    'é',
  ],
);
const text = fc.string({ unit: trouble, maxLength: 6 });
const key = fc.oneof(
  text,
  fc.constantFrom('<<', '~', 'null', '1', 'true', '__proto__', '=', 'k'.repeat(170), 'k'.repeat(1100)),
);
const scalar = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
})).value;

/** Equal apart from the sign of zero, which YAML drops and no rule of a schema can see. */
const sameValue = (left: Value, right: Value): boolean =>
  printJson(left, 1e6)?.replaceAll('-0', '0') === printJson(right, 1e6)?.replaceAll('-0', '0');

const readStrictly = (json: string): Value | undefined => {
  const read = readAgain(encode(json));
  return 'value' in read ? read.value : undefined;
};

describe('reading again', () => {
  test('reading again: a value without doubts survives being printed as JSON and read as YAML', () => {
    fc.assert(
      fc.property(anyValue, (plain) => {
        const value = toValue(plain);
        const { doubtful } = findDoubts(value);
        const again = printAndReadAgain(value);
        return doubtful || ('value' in again && sameValue(again.value, value));
      }),
      { numRuns: 2000 },
    );
  });

  test('reading again: a JSON text without doubts is the same text to YAML', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(0, 1, '\t', ' \r\n'), (plain, indent) => {
        const json = JSON.stringify(plain, null, indent);
        const decoded = decodeJson(json)!;
        const again = readStrictly(json);
        return decoded.doubtful || (again !== undefined && sameValue(again, decoded.value));
      }),
      { numRuns: 2000 },
    );
  });

  test('reading again: what is said to be refused is mostly refused, so that few texts take the slow way for nothing', () => {
    for (const json of ['{"a":"\x7f"}', '{"a":"\\/"}', '{"a":"\\ud83d\\ude00"}', '{"a\x85":1}', '{"a":1,"a":1}']) {
      expect(decodeJson(json)?.doubtful).toBe(true);
      expect(readStrictly(json)).toBeUndefined();
    }
  });

  test('reading again: values from YAML escapes are refused with the text of the reader', () => {
    expect(part('a: "\\uFFFF"').validated).toEqual({ message: `${prefix}yaml: control characters are not allowed` });
    expect(part('"a\\x7f": b').validated).toEqual({ message: `${prefix}yaml: control characters are not allowed` });
    expect(part('a: "\\L\\P<&>"').validated).toEqual({ value: toValue({ a: '\u2028\u2029<&>' }) });
  });

  test('reading again: U+0085 in a text is a line break to the schema', () => {
    expect(part('a: "x\\N\\Ny"').validated).toEqual({ value: toValue({ a: 'x\ny' }) });
    expect(part('a: "x\\N\\Ny"').value).toEqual(toValue({ a: 'x\x85\x85y' }));
  });

  test('reading again: repeated keys of a JSON body are named with their lines, but not in a List', () => {
    const read = (json: string) => readJsonBody(encode(json))?.validated;
    expect(read('{"a":1,\n"a":2,\n"b":{"c":1,"c":1}}')).toEqual({
      message: `${prefix}yaml: unmarshal errors:\n  line 2: key "a" already set in map\n  line 3: key "c" already set in map`,
    });
    const list = '"apiVersion":"v1","items":[{"a":1,"a":2}]}';
    expect(read(`{"kind":"List",${list}`)).toEqual({
      value: decode('{"kind":"List","apiVersion":"v1","items":[{"a":2}]}'),
    });
    expect(read(`{"kind":"Pod",${list}`)).toHaveProperty('message');
    expect(read('[{"a":1,"a":2}]')).toHaveProperty('message');
    expect(read('{"kind":"List","items":[{"a":1,"a":2}]}')).toHaveProperty('message');
  });
});

describe('documents', () => {
  test('documents: a JSON body is read by rules as JSON and by the schema as YAML', () => {
    expect(readJsonBody(encode('{"a":1e999}'))).toEqual({
      start: 0,
      end: 11,
      line: 1,
      value: undefined,
      validated: { value: toValue({ a: '1e999' }) },
    });
    expect(readJsonBody(encode(' {"a":[]} '))).toEqual({
      start: 0,
      end: 10,
      line: 1,
      value: toValue({ a: [] }),
      validated: { value: toValue({ a: [] }) },
    });
  });

  test('documents: bytes that are not UTF-8 are text to JSON and an error to YAML', () => {
    const body = Uint8Array.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
    expect(readJsonBody(body)).toMatchObject({
      value: { a: '\ufffd' },
      validated: { message: `${prefix}yaml: invalid leading UTF-8 octet` },
    });
  });

  test.each(['', ' \n', 'a: b', '- a', '-', '{a: b}', '\ufeff{}', 'nul', 'truest', '"a" b'])(
    'documents: %j is no JSON',
    (body) => {
      expect(readJsonBody(encode(body))).toBeUndefined();
    },
  );

  test('documents: a part that is no YAML is refused with the text of the reader', () => {
    expect(() => part('a: [')).toThrow(
      expect.objectContaining({ code: 'invalid_manifest', message: expect.stringMatching(/^yaml: /) }),
    );
  });

  test('documents: what is deeper than Go reads JSON is unknown to rules and refused by the schema', () => {
    const deep = `${'- '.repeat(5_100)}${'['.repeat(5_100)}${']'.repeat(5_100)}`;
    const { value, validated } = part(deep);
    expect(value).toBeUndefined();
    expect(validated).toEqual({ message: `${prefix}yaml: exceeded max depth of 10000` });
    expect(part(`${'['.repeat(9990)}${']'.repeat(9990)}`).value).toBeDefined();
  });

  test('documents: one long text behind many aliases is no doubt', () => {
    const body = `"\\u0041": &a "${'x'.repeat(1_000_000)}"\nb: [${'*a,'.repeat(90)}]\n`;
    expect(part(body).validated).toHaveProperty('value');
  });

  test('documents: a doubtful document that aliases make huge is refused', () => {
    const body = `c: "\\x7f"\na: &a "${'x'.repeat(1_000_000)}"\nb: [${'*a,'.repeat(90)}]\n`;
    expect(() => part(body)).toThrow(expect.objectContaining({ code: 'body_too_large' }));
  });

  test('documents: the strict reader and the plain one agree on printed JSON', () => {
    const json = printJson(toValue({ b: [1, 'two', null, true, 1e21, 1e-7], a: { '<': '\u2028' } }), 1000)!;
    expect(json).toBe('{"a":{"\\u003c":"\\u2028"},"b":[1,"two",null,true,1e+21,1e-7]}');
    expect(readYaml(encode(json))).toEqual(readYaml(encode(json), { strict: true }));
  });
});
