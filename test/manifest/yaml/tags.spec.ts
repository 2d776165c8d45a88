import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test.each([
  ['!!str 12', '12'],
  ['!!str', ''],
  ['!!int "12"', 12],
  ['!!float 3', 3],
  ['!!float "1.5"', 1.5],
  ['!!bool "yes"', true],
  ['!!null ""', null],
  ['!!null ~', null],
  ['!<tag:yaml.org,2002:int> 0x10', 16],
  ['!!%69nt 3', 3],
  ['!foo 12', '12'],
  ['! 12', '12'],
  ['!', ''],
  ['!<!> true', 'true'],
  ['!!unknown 5', '5'],
  ['!!python/object:x 5', '5'],
  ['!%C3%A9 5', '5'],
  ['!!timestamp 2001-01-01', '2001-01-01'],
])('yaml tags: %s', (text, value) => {
  expect(read(text)).toEqual(value);
});

test('yaml tags: they have no effect on collections', () => {
  expect(read('a: !!set {x, z}\nb: !!omap [c: 1]\nc: !!str [1]\nd: !!int\n  e: 1')).toEqual({
    a: { x: null, z: null },
    b: [{ c: 1 }],
    c: [1],
    d: { e: 1 },
  });
});

test.each([
  ['!!int abc', '!!str `abc` as a !!int'],
  ['!!int 1.5', '!!float `1.5` as a !!int'],
  ['!!bool 1', '!!int `1` as a !!bool'],
  ['!!int', '!!null `` as a !!int'],
  ['!!float yes', '!!bool `yes` as a !!float'],
  ['!!float 18446744073709551615', '!!int `18446744073709551615` as a !!float'],
  ['!!null x', '!!str `x` as a !!null'],
  ['!!timestamp x', '!!str `x` as a !!timestamp'],
  ['!!int 2001-01-01', '!!str `2001-01-01` as a !!int'],
])('yaml tags: %s contradicts its text', (text, problem) => {
  expect(refusalOf(text)).toBe(`yaml: cannot decode ${problem}`);
});

test('yaml tags: a parser error further down comes before a contradiction', () => {
  expect(refusalOf('a: !!int x\nb: [')).toBe('yaml: line 2: did not find expected node content');
});

test.each([
  '2001-1-2',
  '2000-02-29',
  '2001-12-14T21:59:43.10Z',
  '2001-12-14t1:5:3+01:30',
  '2001-12-14   21:59:43,123',
  '2001-12-14T21:59:43-24:60',
  '2001-04-30',
])('yaml tags: %s is a timestamp', (text) => {
  expect(read(`!!timestamp ${text}`)).toBe(text);
});

test.each([
  '2001-13-01',
  '2001-0-1',
  '2001-1-0',
  '2001-02-29',
  '1900-02-29',
  '2001-04-31',
  '2001-12-14T24:00:00Z',
  '2001-12-14T21:60:00Z',
  '2001-12-14 21:59:60',
  '2001-12-14T21:59:43',
  '2001-12-14T21:59:43+25:00',
  '2001-12-14T21:59:43+01:61',
  '2001-12-14 21:59:43 -5',
  '201-1-1',
])('yaml tags: %s is no timestamp', (text) => {
  expect(refusalOf(`!!timestamp ${text}`)).toBe(`yaml: cannot decode !!str \`${text}\` as a !!timestamp`);
});

test('yaml tags: binary is decoded as UTF-8, every stray byte becomes U+FFFD', () => {
  expect(read('!!binary aGVsbG8=')).toBe('hello');
  expect(read('!!binary "YQ=="')).toBe('a');
  expect(read('!!binary')).toBe('');
  expect(read('!!binary |\n  w6nw\n  n5iA\n')).toBe('é😀');
  expect(read('!!binary /+KC')).toBe('\ufffd\ufffd\ufffd');
  expect(read('{!!binary YQ==: 1}')).toEqual({ a: 1 });
});

test.each(['a', 'YQ', 'YQ=', 'Y===', 'YQ==YQ==', 'Y-Q=', 'é==='])('yaml tags: %s is no base64', (text) => {
  expect(refusalOf(`!!binary "${text}"`)).toBe('yaml: !!binary value contains invalid base64 data');
});

test.each([
  ['!<> a', 'did not find expected tag URI'],
  ['!!', 'did not find expected tag URI'],
  ['!<tag:x a', "did not find the expected '>'"],
  ['!x!y z', 'found undefined tag handle'],
  ['!a{b} c', 'did not find expected whitespace or line break'],
  ['!%zz a', 'did not find URI escaped octet'],
  ['!%4', 'did not find URI escaped octet'],
  ['!%80 a', 'found an incorrect leading UTF-8 octet'],
  ['!%f8 a', 'found an incorrect leading UTF-8 octet'],
  ['!%C3%41 a', 'found an incorrect trailing UTF-8 octet'],
  ['!%E2%82x a', 'did not find URI escaped octet'],
  ['!%F0%9F%98%80%C3 a', 'did not find URI escaped octet'],
])('yaml tags: %s is refused', (text, problem) => {
  expect(refusalOf(text)).toBe(`yaml: ${problem}`);
});
