import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml block scalars: a literal keeps its lines, a folded one joins them', () => {
  expect(read('a: |\n  one\n   two\n\n  three\nb: x')).toEqual({ a: 'one\n two\n\nthree\n', b: 'x' });
  expect(read('a: >\n  one\n  two\n\n  three\n')).toEqual({ a: 'one two\nthree\n' });
});

test('yaml block scalars: folding leaves indented lines alone', () => {
  expect(read('>\n one\n  two\n  three\n four\n\n  five\n')).toBe('one\n two\n three\nfour\n\n five\n');
  expect(read('>\n one\n \ttwo\n')).toBe('one\n\ttwo\n');
});

test('yaml block scalars: - strips the last breaks, + keeps them all', () => {
  expect(read('a: |-\n  x\n\n\nb: |+\n  x\n\n\nc: |\n  x\n\n\n')).toEqual({ a: 'x', b: 'x\n\n\n', c: 'x\n' });
  expect(read('|+')).toBe('');
  expect(read('|+\n\n\n')).toBe('\n\n');
  expect(read('|\n x')).toBe('x');
});

test('yaml block scalars: a number says the indentation, before or after the sign', () => {
  expect(read('a: |1\n   x\nb: z')).toEqual({ a: '  x\n', b: 'z' });
  expect(read('a: |2-\n   x\n')).toEqual({ a: ' x' });
  expect(read('a: |-2 # comment\n   x\n')).toEqual({ a: ' x' });
  expect(read('|3\n    x\n')).toBe(' x\n');
});

test('yaml block scalars: the deepest of the first empty lines says the indentation', () => {
  expect(refusalOf('a: |\n     \n  x\n')).toBe('yaml: line 2: did not find expected key');
  expect(read('a: |\n     \n     x\n')).toEqual({ a: '\nx\n' });
});

test('yaml block scalars: line breaks of every kind become LF, LS and PS stay', () => {
  expect(read('|\r\n a\r\n b\r c\x85 d\u2028 e\u2029')).toBe('a\nb\nc\nd\u2028e\u2029');
});

test('yaml block scalars: a key may follow at once, text at the margin may not', () => {
  expect(read('a: |\nb: c')).toEqual({ a: '', b: 'c' });
  expect(refusalOf('a: |\n  x\ny\nb: z')).toBe("yaml: line 4: could not find expected ':'");
});

test.each([
  ['a: |0\n x', 'yaml: found an indentation indicator equal to 0'],
  ['a: |-0\n x', 'yaml: found an indentation indicator equal to 0'],
  ['a: | text', 'yaml: did not find expected comment or line break'],
  ['a: |--\n x', 'yaml: did not find expected comment or line break'],
])('yaml block scalars: %j is refused', (text, message) => {
  expect(refusalOf(text)).toBe(message);
});

test('yaml block scalars: a tab in the indentation is refused with its line', () => {
  expect(refusalOf('a: |\n\tx')).toBe('yaml: line 2: found a tab character where an indentation space is expected');
  expect(refusalOf('a:\n  b: |4\n   \tx')).toBe(
    'yaml: line 3: found a tab character where an indentation space is expected',
  );
});
