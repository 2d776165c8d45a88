import { expect, test } from 'vitest';
import { readYaml } from '../../../functions/manifest/yaml/read.ts';
import { bytes, read, refusalOf } from './reading.ts';

test.each([
  ['a byte that begins nothing', [0xff], 'invalid leading UTF-8 octet'],
  ['a stray continuation byte', [0x80], 'invalid leading UTF-8 octet'],
  ['a sequence without its continuation', [0xc3, 0x28], 'invalid trailing UTF-8 octet'],
  ['an overlong sequence of two', [0xc0, 0x80], 'invalid length of a UTF-8 sequence'],
  ['an overlong sequence of three', [0xe0, 0x80, 0x80], 'invalid length of a UTF-8 sequence'],
  ['an overlong sequence of four', [0xf0, 0x80, 0x80, 0x80], 'invalid length of a UTF-8 sequence'],
  ['a surrogate', [0xed, 0xa0, 0x80], 'invalid Unicode character'],
  ['a character beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 'invalid Unicode character'],
  ['NUL', [0x00], 'control characters are not allowed'],
  ['BEL', [0x07], 'control characters are not allowed'],
  ['DEL', [0x7f], 'control characters are not allowed'],
  ['U+0081', [0xc2, 0x81], 'control characters are not allowed'],
  ['U+FFFE', [0xef, 0xbf, 0xbe], 'control characters are not allowed'],
  ['U+FFFF', [0xef, 0xbf, 0xbf], 'control characters are not allowed'],
])('yaml bytes: %s is refused without a line', (_, broken, problem) => {
  expect(refusalOf(bytes('a: b\n# ', ...broken, '\nc: d'))).toBe(`yaml: ${problem}`);
});

test('yaml bytes: a sequence cut off by the end is refused', () => {
  expect(refusalOf(bytes('a: b', 0xe2, 0x82))).toBe('yaml: incomplete UTF-8 octet sequence');
  expect(refusalOf(bytes('a: é'.repeat(200), 0xc3))).toBe('yaml: mapping values are not allowed in this context');
});

test('yaml bytes: characters of every plane are fine, NEL too', () => {
  expect(read('a: é€😀\x85b: \u{1fffe}')).toEqual({ a: 'é€😀', b: '\u{1fffe}' });
});

test('yaml bytes: a mistake in an earlier chunk of 512 bytes is reported before broken bytes', () => {
  const mistake = 'a: b: c\n';
  expect(refusalOf(bytes(mistake, '# '.repeat(300), 0xff))).toBe(
    'yaml: mapping values are not allowed in this context',
  );
  expect(refusalOf(bytes(mistake, '# '.repeat(100), 0xff))).toBe('yaml: invalid leading UTF-8 octet');
  expect(refusalOf(bytes(`${'x '.repeat(300)}\n`, 0x07))).toBe('yaml: control characters are not allowed');
});

test('yaml bytes: broken bytes behind the first document are not seen once their chunk is not needed', () => {
  expect(readYaml(bytes('a: b\n...\n', '#'.repeat(600), 0xff))).toEqual({ a: 'b' });
});

test('yaml bytes: a sequence that two chunks share is read', () => {
  for (const padding of [506, 507, 508, 509, 510]) {
    const text = `a: "${'x'.repeat(padding)}😀"\n\ufeffb: 1`;
    expect(readYaml(bytes(text))).toEqual({ a: `${'x'.repeat(padding)}😀`, '\ufeffb': 1 });
  }
});

test('yaml bytes: a byte order mark at the start is ignored, elsewhere it is a character', () => {
  expect(readYaml(bytes('\ufeffa: é'))).toEqual({ a: 'é' });
  expect(readYaml(bytes('a: b\ufeffc'))).toEqual({ a: 'b\ufeffc' });
});

test('yaml bytes: a second mark costs each line of the first chunk a character, as in libyaml', () => {
  expect(readYaml(bytes('\ufeff\ufeffa: b\n-c: d'))).toEqual({ a: 'b', c: 'd' });
  expect(readYaml(bytes('\ufeff\ufeff😀a: b'))).toEqual({ '😀a': 'b' });
  expect(readYaml(bytes('\ufeff\ufeff\n😀\n'))).toBeNull();
});

const utf16 = (text: string, isBig: boolean): Uint8Array => {
  const units = [0xfeff, ...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))];
  return Uint8Array.from(units.flatMap((unit) => (isBig ? [unit >> 8, unit & 0xff] : [unit & 0xff, unit >> 8])));
};

test.each([true, false])('yaml bytes: UTF-16 with a mark is read (big-endian: %s)', (isBig) => {
  const text = `a: é😀\n${'b: 1\n'.repeat(200)}c: 😀`;
  expect(readYaml(utf16(text, isBig))).toEqual({ a: 'é😀', b: 1, c: '😀' });
  expect(refusalOf(utf16('a: b: c', isBig))).toBe('yaml: mapping values are not allowed in this context');
});

test.each([
  ['half a unit', (all: Uint8Array) => all.subarray(0, all.length - 1), 'incomplete UTF-16 character'],
  ['half a pair', (all: Uint8Array) => Uint8Array.of(...all, 0x3d, 0xd8), 'incomplete UTF-16 surrogate pair'],
  ['a lone low surrogate', (all: Uint8Array) => Uint8Array.of(...all, 0x00, 0xdc), 'unexpected low surrogate area'],
  [
    'a lone high surrogate',
    (all: Uint8Array) => Uint8Array.of(...all, 0x3d, 0xd8, 0x61, 0),
    'expected low surrogate area',
  ],
  ['a control character', (all: Uint8Array) => Uint8Array.of(...all, 0x07, 0), 'control characters are not allowed'],
])('yaml bytes: UTF-16 with %s is refused', (_, change, problem) => {
  expect(refusalOf(change(utf16('a: b', false)))).toBe(`yaml: ${problem}`);
});
