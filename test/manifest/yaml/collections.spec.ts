import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml blocks: lists may stand at the column of their key', () => {
  expect(read('a:\n- 1\n- b: 2\n  c:\n  - 3\nd: 4')).toEqual({ a: [1, { b: 2, c: [3] }], d: 4 });
  expect(read('a:\n-\n- b\n-\nc: d')).toEqual({ a: [null, 'b', null], c: 'd' });
});

test('yaml blocks: dashes can follow each other', () => {
  expect(read('- - a\n  - b\n-\n  - c\n- ')).toEqual([['a', 'b'], ['c'], null]);
});

test('yaml blocks: keys can be marked with ?, values be left out', () => {
  expect(read('? a\n: b\n? c\n? d\n: - 1\n')).toEqual({ a: 'b', c: null, d: [1] });
  expect(read('a:\nb:\n  c:\nd: &x\ne:')).toEqual({ a: null, b: { c: null }, d: null, e: null });
});

test.each(['-\ta', 'a:\n\tb: c', '? a\n:\tb'])(
  'yaml blocks: the tab in %j could be indentation and is refused',
  (text) => {
    expect(refusalOf(text)).toMatch(/^yaml: (line 2: )?found character that cannot start any token$/);
  },
);

test('yaml blocks: tabs are blanks between tokens', () => {
  expect(read('a\t:\tb\t# c\nd: [\te,\n\tf]')).toEqual({ a: 'b', d: ['e', 'f'] });
});

test('yaml flow: lists and maps nest over lines, with comments and a last comma', () => {
  expect(read('{a: [1, 2,\n# c\n 3,], "b":{c: d,},\n\te: }')).toEqual({ a: [1, 2, 3], b: { c: 'd' }, e: null });
});

test('yaml flow: a key may go without a value, an entry may be a pair', () => {
  expect(read('{a, b: , ? c, ? d : 1}')).toEqual({ a: null, b: null, c: null, d: 1 });
  expect(read('[a: 1, b: , ? d : e, "f":g]')).toEqual([{ a: 1 }, { b: null }, { d: 'e' }, { f: 'g' }]);
});

test('yaml flow: a colon without a blank is part of plain text, but not behind quotes', () => {
  expect(read('{a:b, "c":d, e: http://x}')).toEqual({ 'a:b': null, c: 'd', e: 'http://x' });
});

test('yaml flow: an empty collection before a colon is not its key, as in libyaml', () => {
  expect(read('[]: x')).toEqual([]);
  expect(read('{}: x\ny: z')).toEqual({});
  expect(refusalOf('a: {[]: x}')).toBe("yaml: did not find expected ',' or '}'");
});

test('yaml flow: a pair whose key is left out swallows what follows, as in libyaml', () => {
  expect(refusalOf('[? , a]')).toBe("yaml: did not find expected ',' or ']'");
  expect(refusalOf('[? : a]')).toBe("yaml: did not find expected ',' or ']'");
  expect(refusalOf('[? ]')).toBe("yaml: line 1: did not find expected ',' or ']'");
});

test('yaml documents: only the first one is read', () => {
  expect(read('a: 1\n---\nb: 2')).toEqual({ a: 1 });
  expect(read('a: 1\n...\n@ garbage "')).toEqual({ a: 1 });
  expect(read('---\n---\na')).toBeNull();
  expect(read('--- |\n x\n--- y')).toBe('x\n');
});

test('yaml documents: what stands behind a flow collection at the root is not read', () => {
  expect(read('[a] b')).toEqual(['a']);
  expect(read('{a: b}\nc')).toEqual({ a: 'b' });
});
