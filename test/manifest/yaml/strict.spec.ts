import { expect, test } from 'vitest';
import { readYaml } from '../../../functions/manifest/yaml/read.ts';
import { bytes, refusalOf } from './reading.ts';

const strictRefusal = (text: string): string => refusalOf(text, true);

test('yaml strict: a repeated key is refused with the line of its value', () => {
  expect(strictRefusal('{"a": 1,\n "a": 2}')).toBe('yaml: unmarshal errors:\n  line 2: key "a" already set in map');
  expect(strictRefusal('a: 1\na:\n  b')).toBe('yaml: unmarshal errors:\n  line 3: key "a" already set in map');
});

test('yaml strict: all of them are named, inner ones first', () => {
  expect(strictRefusal('{"a": 1, "b": {"c": 1, "c": 2}, "a": {"d": 1, "d": 1},\n"a": 3}')).toBe(
    'yaml: unmarshal errors:\n  line 1: key "c" already set in map\n  line 1: key "d" already set in map\n' +
      '  line 1: key "a" already set in map\n  line 2: key "a" already set in map',
  );
});

test('yaml strict: keys are shown as Go writes them', () => {
  expect(
    strictRefusal('{"\\"\\n": 1, "\\"\\n": 2, 1: a, 0x1: b, yes: c, true: d, 1.5: e, 1.50: f, ~: g, null: h}'),
  ).toBe(
    [
      'yaml: unmarshal errors:',
      'line 1: key "\\"\\n" already set in map',
      'line 1: key 1 already set in map',
      'line 1: key true already set in map',
      'line 1: key 1.5 already set in map',
      'line 1: key <nil> already set in map',
    ].join('\n  '),
  );
});

test('yaml strict: keys that are equal only as text are not repeated', () => {
  expect(readYaml(bytes('{"1": a, 1: b}'), { strict: true })).toHaveProperty('1');
});

test('yaml strict: a key set by a merge counts as set', () => {
  expect(strictRefusal('<<: {a: 1}\na: 2')).toBe('yaml: unmarshal errors:\n  line 2: key "a" already set in map');
});

test('yaml strict: other errors are as usual, but for one letter', () => {
  expect(strictRefusal('a: b: c')).toBe('yaml: mapping values are not allowed in this context');
  expect(strictRefusal('~: 1')).toBe('unsupported map key of type: %!s(<nil>), key: <nil>, value: 1');
  expect(strictRefusal('{a: 1, a: !!int x}')).toBe('yaml: cannot decode !!str `x` as a !!int');
});

test('yaml strict: keys of different maps may be the same', () => {
  const value = { a: { a: [{ a: 1 }, { a: 2 }] } };
  expect(readYaml(bytes(JSON.stringify(value)), { strict: true })).toEqual(value);
});
