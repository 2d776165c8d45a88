import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml anchors: an alias stands for a copy of what its anchor names', () => {
  const value = read('a: &x {k: [1]}\nb: *x') as { a: object; b: object };
  expect(value).toEqual({ a: { k: [1] }, b: { k: [1] } });
  expect(value.a).not.toBe(value.b);
});

test('yaml anchors: scalars, keys and nothing can have one', () => {
  expect(read('&k key: &v 12\nx: [*k, *v]\nz: &n\nw: *n')).toEqual({ key: 12, x: ['key', 12], z: null, w: null });
  expect(read('&a x: 1\n*a : 2')).toEqual({ x: 2 });
});

test('yaml anchors: one can be defined again', () => {
  expect(read('[&a 1, *a, &a 2, *a]')).toEqual([1, 1, 2, 2]);
});

test('yaml anchors: tag and anchor stand in any order', () => {
  expect(read('[&a !!str 1, !!str &b 2, *a, *b]')).toEqual(['1', '2', '1', '2']);
  expect(refusalOf('a: &x &y b')).toBe('yaml: did not find expected key');
  expect(refusalOf('- !!str &x !!str b')).toBe("yaml: did not find expected '-' indicator");
});

test('yaml anchors: an unknown one is refused by name', () => {
  expect(refusalOf('a: *nope')).toBe("yaml: unknown anchor 'nope' referenced");
  expect(refusalOf('- *b\n- &b x')).toBe("yaml: unknown anchor 'b' referenced");
});

test('yaml anchors: a value that contains itself is refused', () => {
  expect(refusalOf('&a [1, *a]')).toBe("yaml: anchor 'a' value contains itself");
  expect(refusalOf('a: &a {b: {c: *a}}')).toBe("yaml: anchor 'a' value contains itself");
  expect(refusalOf('&m\nx: 1\n<<: *m')).toBe("yaml: anchor 'm' value contains itself");
});

test.each(['*', '&', '*.x', '&a;b', '&é x', '*a"'])('yaml anchors: %s is no name', (text) => {
  expect(refusalOf(text)).toBe('yaml: did not find expected alphabetic or numeric character');
});

test('yaml anchors: an indicator may follow the name', () => {
  expect(read('{&a a: 1, *a: 2, b: [*a], c: *a}')).toEqual({ a: 2, b: ['a'], c: 'a' });
});
