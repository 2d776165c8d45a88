import { expect, test } from 'vitest';
import { refusalOf } from './reading.ts';

test.each([
  ['a: b: c', 'mapping values are not allowed in this context'],
  ['x: 1\na: b: c', 'line 2: mapping values are not allowed in this context'],
  ['a: b\n  c: d', 'line 2: mapping values are not allowed in this context'],
  ['"a\n b": c', 'line 2: mapping values are not allowed in this context'],
  ['a: - b', 'block sequence entries are not allowed in this context'],
  ['a: ? b', 'mapping keys are not allowed in this context'],
  ['a: 1\nb\nc: 2', "line 3: could not find expected ':'"],
  ['a: 1\nb', "line 3: could not find expected ':'"],
  ['a: 1\n"b" \n', "line 3: could not find expected ':'"],
  ['a: @b', 'found character that cannot start any token'],
  ['a: `b`', 'found character that cannot start any token'],
  ['a: [|]', 'found character that cannot start any token'],
  ['a:\n  b\n\tc', 'line 3: found a tab character that violates indentation'],
])('yaml scanner: %j is refused with the line counted from 1', (text, problem) => {
  expect(refusalOf(text)).toBe(`yaml: ${problem}`);
});

test.each([
  ['a: b\n c: d\ne: f\n', 'line 2: mapping values are not allowed in this context'],
  ['a:\n    b: 1\n  c: 2', 'line 2: did not find expected key'],
  ['a: 1\n- b', 'line 1: did not find expected key'],
  ['- a\nb: c', "line 1: did not find expected '-' indicator"],
  ['x:\n  - a\n  b: c', "line 2: did not find expected '-' indicator"],
  ['a: "b" c', 'did not find expected key'],
  ['x: 1\na: [b]]', 'line 1: did not find expected key'],
  ['a: [1, 2', "line 1: did not find expected ',' or ']'"],
  ['["1" "2"]', "did not find expected ',' or ']'"],
  ['{a: 1 "b": 2}', "did not find expected ',' or '}'"],
  ['a:\n  {b: c\n', "line 2: did not find expected ',' or '}'"],
  ['[a,,b]', 'did not find expected node content'],
  [']', 'did not find expected node content'],
  ['...', 'did not find expected node content'],
  ['[- a]', 'did not find expected node content'],
  ['a: [- b]', 'did not find expected node content'],
  ['x:\n- [', 'line 2: did not find expected node content'],
  ['x: 1\ny: !e!z 1', 'line 1: found undefined tag handle'],
  ['- !e!z\n  a', 'found undefined tag handle'],
])('yaml parser: %j is refused with one line less', (text, problem) => {
  expect(refusalOf(text)).toBe(`yaml: ${problem}`);
});

test('yaml errors: a mistake behind the first document is not seen', () => {
  expect(() => refusalOf('a\n---\nb: {')).toThrow('not refused');
});
