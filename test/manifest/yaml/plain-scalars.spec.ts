import { expect, test } from 'vitest';
import { read } from './reading.ts';

test.each([
  [true, 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'n N no No NO false False FALSE off Off OFF'],
  [null, '~ null Null NULL'],
])('yaml scalars: %s is written in the ways of YAML 1.1', (value, words) => {
  for (const word of words.split(' ')) expect(read(word), word).toBe(value);
});

test('yaml scalars: words in any other spelling are text', () => {
  for (const word of ['yEs', 'oN', 'tRUE', 'nULL', 'None', 'nil', 'offf', '=', '<']) {
    expect(read(word)).toBe(word);
  }
});

test('yaml scalars: nothing is null', () => {
  expect(read('')).toBeNull();
  expect(read('# only a comment')).toBeNull();
  expect(read('---\n...\n')).toBeNull();
  expect(read('a:\nb:\n- \n- x')).toEqual({ a: null, b: [null, 'x'] });
});

test.each([
  ['0', 0],
  ['-0', 0],
  ['8080', 8080],
  ['+12', 12],
  ['1_000', 1000],
  ['1__0', 10],
  ['-_1', -1],
  ['0777', 511],
  ['00', 0],
  ['0o17', 15],
  ['-0o7', -7],
  ['0x1F', 31],
  ['0x_1', 1],
  ['0XaB', 171],
  ['0b11', 3],
  ['0B11', 3],
  ['0b-1', -1],
  ['0b+1', 1],
  ['9007199254740993', 9007199254740992],
  ['-9223372036854775808', -(2 ** 63)],
  ['18446744073709551615', 2 ** 64],
  ['0xffffffffffffffff', 2 ** 64],
])('yaml scalars: %s is the integer %d', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each([
  ['1.5', 1.5],
  ['-0.0', -0],
  ['08', 8],
  ['018', 18],
  ['1.', 1],
  ['.5', 0.5],
  ['.5_0', 0.5],
  ['+.5', 0.5],
  ['1e3', 1000],
  ['1e3_0', 1e30],
  ['1E-2', 0.01],
  ['1e-400', 0],
  ['18446744073709551616', 2 ** 64],
  ['-9223372036854775809', -(2 ** 63)],
  ['+9223372036854775808', 2 ** 63],
  ['0777777777777777777777777', 7.777777777777778e23],
])('yaml scalars: %s is the float %d', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each([
  '_1',
  '+',
  '0x',
  '0o',
  '0o8',
  '0b',
  '0b2',
  '0xg',
  '-0b-1',
  '0b-',
  '0x1ffffffffffffffff',
  `0b-1${'0'.repeat(63)}1`,
  `0b-1${'0'.repeat(62)}1`,
  `0b-1${'0'.repeat(70)}`,
  `0b+1${'0'.repeat(63)}`,
  '1e400',
  '._5',
  '.5_',
  '.e5',
  '.5e999',
  '.',
  '1.2.3',
  '10.0.0.1/8',
  '1:30',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '12e',
  '100m',
  '1Gi',
  '-a',
])('yaml scalars: %s is text', (text) => {
  expect(read(text)).toBe(text);
});

test('yaml scalars: -2^63 can be written in binary with its sign behind the prefix', () => {
  expect(read(`0b-1${'0'.repeat(63)}`)).toBe(-(2 ** 63));
});

test('yaml scalars: leading zeros do not make an integer too long', () => {
  expect(read(`0x${'0'.repeat(5000)}1f`)).toBe(31);
  expect(read('0'.repeat(5000))).toBe(0);
  expect(read('9'.repeat(5000))).toBe('9'.repeat(5000));
});

test('yaml scalars: a plain scalar goes on over lines that are indented more', () => {
  expect(read('a: one\n  two\n\n\n  three\nb: x')).toEqual({ a: 'one two\n\nthree', b: 'x' });
  expect(read('one\ntwo')).toBe('one two');
});

test('yaml scalars: blanks within a plain scalar stay, those around it do not', () => {
  expect(read('a:   b \t c  \t\nd: e')).toEqual({ a: 'b \t c', d: 'e' });
});

test('yaml scalars: a comment needs a blank before it', () => {
  expect(read('a: b#c\nd: e #f')).toEqual({ a: 'b#c', d: 'e' });
  expect(read('a: b\n  # comment\nd: e')).toEqual({ a: 'b', d: 'e' });
});

test('yaml scalars: indicators are text where no blank follows', () => {
  expect(read('[-a, -1, a:b, a-b]')).toEqual(['-a', -1, 'a:b', 'a-b']);
  expect(read('?a')).toBe('?a');
  expect(read(':a')).toBe(':a');
  expect(read('a: b?c[]{},')).toEqual({ a: 'b?c[]{},' });
});

test('yaml scalars: CRLF, CR and NEL fold to a space, LS and PS stay', () => {
  expect(read('a\r\n b\r c\x85 d')).toBe('a b c d');
  expect(read('a\u2028 b\u2029\n c')).toBe('a\u2028b\u2029\nc');
});
