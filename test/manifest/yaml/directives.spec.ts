import { expect, test } from 'vitest';
import { read, refusalOf } from './reading.ts';

test('yaml directives: version 1.1 is read', () => {
  expect(read('%YAML 1.1 # comment\n---\na: 1')).toEqual({ a: 1 });
  expect(read('%YAML 01.01\n--- x')).toBe('x');
});

test('yaml directives: a tag handle stands for its prefix', () => {
  const text = '%TAG !e! tag:yaml.org,2002:\n%TAG ! tag:yaml.org,2002:\n---\n[!e!int "1", !int "2", !!int "3"]';
  expect(read(text)).toEqual([1, 2, 3]);
  expect(read('%TAG !! tag:x,\n---\n!!int a')).toBe('a');
});

test.each([
  ['%YAML 1.2\n---', 'found incompatible YAML document'],
  ['%YAML 1.1\n%YAML 1.1\n---', 'line 1: found duplicate %YAML directive'],
  ['%TAG ! a\n%TAG ! b\n---', 'line 1: found duplicate %TAG directive'],
  ['%YAML 1.1\na: b', 'line 1: did not find expected <document start>'],
  ['%FOO\n---', 'found unknown directive name'],
  ['%', 'could not find expected directive name'],
  ['%YAML: 1.1', 'found unexpected non-alphabetical character'],
  ['%YAML x', 'did not find expected version number'],
  ['%YAML 1', "did not find expected digit or '.' character"],
  ['%YAML 1.', 'did not find expected version number'],
  ['%YAML 111.1', 'found extremely long version number'],
  ['%YAML 1.1 x', 'did not find expected comment or line break'],
  ['%TAG x y', "did not find expected '!'"],
  ['%TAG !x y', "did not find expected '!'"],
  ['%TAG !x!', 'did not find expected whitespace'],
  ['%TAG ! ', 'did not find expected tag URI'],
  ['%TAG ! a{', 'did not find expected whitespace or line break'],
])('yaml directives: %j is refused', (text, problem) => {
  expect(refusalOf(text)).toBe(`yaml: ${problem}`);
});

test('yaml directives: a percent sign within a line starts nothing', () => {
  expect(refusalOf('a: %b')).toBe('yaml: found character that cannot start any token');
  expect(read('a: b%c')).toEqual({ a: 'b%c' });
});
