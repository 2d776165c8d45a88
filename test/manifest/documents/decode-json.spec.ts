import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from '../../../functions/manifest/documents/decode-json.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const decoded = (text: string): unknown => decodeJson(text)?.value;
const isDoubtful = (text: string): boolean | undefined => decodeJson(text)?.doubtful;

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('JSON decoder', () => {
  test('JSON decoder: any value that JavaScript prints comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(decoded(text))).toEqual(plain(value));
      }),
    );
  });

  test('JSON decoder: what is no JSON to JavaScript is none here, and the other way round', () => {
    const pieces = ['{', '}', '[', ']', ',', ':', '"a"', '"', '\\', '1', '-', '0', '.5', 'e+1', 'true', 'nul', 'null'];
    const text = fc.array(fc.constantFrom(...pieces, ' ', '\n', '\t', '\u00a0', 'x'), { maxLength: 8 });
    fc.assert(
      fc.property(text, (parts) => {
        const joined = parts.join('');
        expect(decodeJson(joined) !== undefined).toBe(parses(joined));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    '',
    '  ',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    '[1,]',
    '[1 2]',
    '[1}',
    '{"a":1]',
    '[1]]',
    '01',
    '-',
    '1.',
    '.1',
    '1e',
    '1e+',
    '+1',
    'tru',
    '"a',
    '"\n"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '\ufeff{}',
    '[] 1',
  ])('JSON decoder: %j is refused', (text) => {
    expect(decodeJson(text)).toBeUndefined();
  });

  test.each([
    ['"\\ud83d\\ude00"', '😀'],
    ['"\\ud83d"', '\ufffd'],
    ['"\\ude00"', '\ufffd'],
    ['"\\ud83dx"', '\ufffdx'],
    ['"\\ud83d\\u0041"', '\ufffdA'],
    ['"\\ud83d\\ud83d\\ude00"', '\ufffd😀'],
    ['"\\b\\f\\n\\r\\t\\"\\\\\\/"', '\b\f\n\r\t"\\/'],
  ])('JSON decoder: the escapes of %s become text as in Go', (text, expected) => {
    expect(decoded(text)).toBe(expected);
  });

  test('JSON decoder: of a repeated key the last value counts, and the text is doubtful', () => {
    expect(decodeJson('{"a":{"x":1},"a":{"y":2}}')).toMatchObject({ doubtful: true, value: { a: { y: 2 } } });
    expect(decodeJson('[{"a":1},{"a":1}]')?.doubtful).toBe(false);
  });

  test('JSON decoder: __proto__ is a key like others', () => {
    const value = decoded('{"__proto__":{"kind":"Pod"},"constructor":1}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(value.kind).toBeUndefined();
    expect(isDoubtful('{"__proto__":1,"toString":2}')).toBe(false);
  });

  test('JSON decoder: minus zero stays minus zero', () => {
    expect(Object.is(decoded('-0'), -0)).toBe(true);
  });

  test('JSON decoder: a number beyond the doubles is valid but cannot be decoded', () => {
    expect(decodeJson('{"a":1e999}')).toMatchObject({ outOfRange: true, doubtful: true });
    expect(decodeJson('[-1e999]')).toMatchObject({ outOfRange: true });
    expect(decodeJson('[1e-999]')).toMatchObject({ outOfRange: false, value: [0] });
  });

  test.each([
    ['an escaped slash', '{"a":"\\/"}'],
    ['a surrogate escape', '{"a":"\\ud83d\\ude00"}'],
    ['DEL', '{"a":"\x7f"}'],
    ['a C1 character', '{"a":"\x9f"}'],
    ['U+0085', '{"a":"x\x85"}'],
    ['U+2028 in a key', '{"a\u2028":1}'],
    ['U+FFFF', '["\uffff"]'],
    ['a long key', `{"${'k'.repeat(1030)}":1}`],
    ['a colon far from its key', `{"k"${' '.repeat(1030)}:1}`],
    ['a colon on the next line', '{"k"\n:1}'],
    ['a tab before the document', '\t{"k":1}'],
    ['a tab after the document', '{"k":1}\n\t'],
  ])('JSON decoder: %s is doubtful to YAML', (_, text) => {
    expect(isDoubtful(text)).toBe(true);
  });

  test('JSON decoder: ordinary text of any script is not doubtful', () => {
    expect(isDoubtful('\n{"name" : "caf\u00e9 \u4f60\u597d 😀\\u00e9\\n",\n\t"b": [\t1, -2.5e3, true, null]}\n')).toBe(
      false,
    );
  });

  test('JSON decoder: 10,000 levels are JSON, one more is not', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(decodeJson(nested(10_000))).toBeDefined();
    expect(decodeJson(nested(10_001))).toBeUndefined();
    expect(decodeJson(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toBeDefined();
  });
});
