import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

const base = 'base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n';
const merged = (text: string): unknown => (read(`${base}${text}`) as { m: unknown }).m;

test('yaml merge: the pairs of a map are taken over', () => {
  expect(merged('m: {<<: *base}')).toEqual({ a: 1, b: 2 });
  expect(merged('m:\n  <<: {x: 1}\n  z: 2')).toEqual({ x: 1, z: 2 });
});

test('yaml merge: it overrides earlier keys and later keys override it', () => {
  expect(merged('m: {a: 0, <<: *base, b: 9}')).toEqual({ a: 1, b: 9 });
});

test('yaml merge: of a list of maps the first one wins', () => {
  expect(merged('m: {<<: [*base, *other, {d: 5, a: 0}]}')).toEqual({ a: 1, b: 2, c: 4, d: 5 });
  expect(merged('m: {x: 1, <<: []}')).toEqual({ x: 1 });
});

test('yaml merge: two of them both apply, nested ones too', () => {
  expect(merged('m: {<<: *base, <<: *other}')).toEqual({ a: 1, b: 3, c: 4 });
  expect(merged('m: {<<: {<<: {<<: *other, e: 1}, f: 2}}')).toEqual({ b: 3, c: 4, e: 1, f: 2 });
});

test('yaml merge: tagged as a merge or with ! it merges, quoted or tagged as text it does not', () => {
  expect(merged('m: {!!merge <<: *base}')).toEqual({ a: 1, b: 2 });
  expect(merged('m: {! <<: *base}')).toEqual({ a: 1, b: 2 });
  expect(merged('m: {"<<": 1}')).toEqual({ '<<': 1 });
  expect(merged('m: {!!str <<: 1}')).toEqual({ '<<': 1 });
  expect(read('<<')).toBe('<<');
});

test.each(['1', 'text', '~', '*list', '*scalar', '[1]', '[*base, x]', '[[*base]]', '[*base, *list]'])(
  'yaml merge: %s is nothing to merge',
  (value) => {
    const anchors = `${base}l: &list [*base]\ns: &scalar x\n`;
    expect(refusalOf(`${anchors}m: {<<: ${value}}`)).toBe(
      'yaml: map merge requires map or sequence of maps as the value',
    );
  },
);
