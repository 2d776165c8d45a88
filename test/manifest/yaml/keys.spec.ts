import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml keys: integers become their decimal text', () => {
  const text = '{0x10: a, 010: b, 1000000: c, -0: d, 9223372036854775807: e, -9223372036854775808: f}';
  expect(Object.keys(read(text) as object).sort()).toEqual(
    ['16', '8', '1000000', '0', '9223372036854775807', '-9223372036854775808'].sort(),
  );
});

test.each([
  ['3.14159265358979', '3.1415927'],
  ['1.5', '1.5'],
  ['1e3', '1000'],
  ['1e7', '1e+07'],
  ['1234567.0', '1.234567e+06'],
  ['0.0001', '0.0001'],
  ['0.00001', '1e-05'],
  ['0.25', '0.25'],
  ['-0.0', '-0'],
  ['0.0', '0'],
  ['18446744073709551616', '1.8446744e+19'],
  ['16777217.0', '1.6777216e+07'],
  ['1.00000008', '1.0000001'],
  ['186839.125', '186839.12'],
  ['-0.11416671425104141', '-0.114166714'],
  ['186839.375', '186839.38'],
  ['9.99999e9', '9.99999e+09'],
  ['8.58997e9', '8.58997e+09'],
  ['0.1', '0.1'],
  ['1e300', '.inf'],
  ['-1e300', '-.inf'],
  ['.inf', '.inf'],
  ['-.inf', '-.inf'],
  ['.nan', '.nan'],
])('yaml keys: the float %s is printed with 32 bits as %s', (key, text) => {
  expect(read(`? ${key}\n: x`)).toEqual({ [text]: 'x' });
});

test('yaml keys: booleans become true and false', () => {
  expect(read('{yes: a, off: b}')).toEqual({ true: 'a', false: 'b' });
});

test('yaml keys: quoted and tagged keys are text', () => {
  expect(read('{"0x10": a, !!str 010: b, !x 1.50: c, "": d}')).toEqual({
    '0x10': 'a',
    '010': 'b',
    '1.50': 'c',
    '': 'd',
  });
});

test('yaml keys: __proto__ and the like are ordinary keys (S7)', () => {
  const value = read('__proto__: {x: 1}\nconstructor: c\nhasOwnProperty: h') as Record<string, unknown>;
  expect(Object.getPrototypeOf(value)).toBeNull();
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
  expect(Object.entries(value)[0]).toEqual(['__proto__', { x: 1 }]);
});

test('yaml keys: of repeated keys the last one wins', () => {
  expect(read('a: 1\nb: 2\na: 3')).toEqual({ a: 3, b: 2 });
});

test.each([
  ['18446744073709551615: 1', 'Unsupported map key of type: uint64, key: 0xffffffffffffffff, value: 1'],
  ['~: a', 'Unsupported map key of type: %!s(<nil>), key: <nil>, value: "a"'],
  ['{? : 1}', 'Unsupported map key of type: %!s(<nil>), key: <nil>, value: 1'],
  ['{? , a: 1}', 'Unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>'],
  ['?', 'Unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>'],
  [
    'a: [1, {null: [x, ~]}]',
    'Unsupported map key of type: %!s(<nil>), key: <nil>, value: []interface {}{"x", interface {}(nil)}',
  ],
  ['~: 1\n~: 2.5', 'Unsupported map key of type: %!s(<nil>), key: <nil>, value: 2.5'],
])('yaml keys: %j has a key that JSON has no text for', (text, message) => {
  expect(refusalOf(text)).toBe(message);
});

test('yaml keys: a key without text does not matter once its map is overridden', () => {
  expect(read('a: {~: 1}\na: 2')).toEqual({ a: 2 });
});

test.each([
  ['{{ x }}: y', 'yaml: invalid map key: map[interface {}]interface {}{"x":interface {}(nil)}'],
  ['a: {{ .Values.x }}', 'yaml: invalid map key: map[interface {}]interface {}{".Values.x":interface {}(nil)}'],
  ['? [a]\n: b', 'yaml: invalid map key: []interface {}{"a"}'],
  ['? []\n: b', 'yaml: invalid map key: []interface {}{}'],
  ['a: &x [1]\n? *x\n: b', 'yaml: invalid map key: []interface {}{1}'],
])('yaml keys: %j has a collection as a key', (text, message) => {
  expect(refusalOf(text)).toBe(message);
});

test('yaml keys: a key that is a map is shown with its keys sorted by type and value', () => {
  const text =
    '? {2: a, 1: b, x: c, b: d, true: e, false: f, 1.5: g, .nan: h, -.inf: [], 18446744073709551615: {}, ~: "q\\"\\\\"}\n: x';
  expect(refusalOf(text)).toBe(
    'yaml: invalid map key: map[interface {}]interface {}{interface {}(nil):"q\\"\\\\", "b":"d", "x":"c", ' +
      '0xffffffffffffffff:map[interface {}]interface {}{}, 1:"b", 2:"a", NaN:"h", -Inf:[]interface {}{}, 1.5:"g", ' +
      'false:"f", true:"e"}',
  );
});

test('yaml keys: keys of different types are different keys in what is shown', () => {
  expect(refusalOf('? {1: a, 1.0: b, "1": c, 0.0: d, -0.0: e, .nan: f}\n: x')).toBe(
    'yaml: invalid map key: map[interface {}]interface {}{"1":"c", 1:"a", NaN:"f", -0:"e", 1:"b"}',
  );
});

test('yaml keys: NaN is never the same key', () => {
  expect(refusalOf('? {.nan: 1, .nan: 1}\n: x')).toBe(
    'yaml: invalid map key: map[interface {}]interface {}{NaN:1, NaN:1}',
  );
});

test('yaml keys: what cannot be printed is escaped in what is shown', () => {
  expect(refusalOf('? ["\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f\\u200b\\U000e0001é😀 "]\n: x')).toBe(
    'yaml: invalid map key: []interface {}{"\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f\\u200b\\U000e0001é😀 "}',
  );
});

test.each([
  ['a: .inf', '+Inf'],
  ['a: [1, -.INF]', '-Inf'],
  ['.NaN', 'NaN'],
  ['{b: .nan, a: .inf}', '+Inf'],
  ['[{z: -.inf}, .inf]', '-Inf'],
  ['{.inf: x, 1: .nan}', 'NaN'],
])('yaml keys: JSON has no number for %s', (text, value) => {
  expect(refusalOf(text)).toBe(`json: unsupported value: ${value}`);
});

test('yaml keys: a number without a form in JSON does not matter once it is overridden', () => {
  expect(read('a: .inf\na: 1')).toEqual({ a: 1 });
});

test('yaml keys: a bad key is reported before a bad number', () => {
  expect(refusalOf('a: .inf\nb: {~: 1}')).toContain('Unsupported map key');
});

test('yaml keys: an implicit key has at most 1024 characters, however many units those take', () => {
  for (const character of ['k', 'é', '😀']) {
    const key = character.repeat(1024);
    expect(read(`a: b\n${key}: v`)).toEqual({ a: 'b', [key]: 'v' });
    expect(refusalOf(`a: b\n${key}${character}: v`)).toBe("yaml: line 2: could not find expected ':'");
    expect(refusalOf(`${key}${character}: v`)).toBe('yaml: mapping values are not allowed in this context');
  }
  expect(read(`? ${'k'.repeat(3000)}\n: v`)).toEqual({ ['k'.repeat(3000)]: 'v' });
});
