import { expect, test } from 'vitest';
import type { Path } from '../../../functions/manifest/value.ts';
import { locateYaml } from '../../../functions/manifest/yaml/locate.ts';
import { YamlError } from '../../../functions/manifest/yaml/read.ts';
import { bytes } from './reading.ts';

const lineIn = (text: string, ...path: Path): number | undefined => locateYaml(bytes(text)).lineOf(path);

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web,
  labels: {app: web}}
spec:
  containers:
  # the first
  - name: a
    image: x
  -
    name: b
    ports: [1,
      2]
`;

test('yaml lines: a key is where it begins, a list item where its content begins', () => {
  expect(lineIn(pod, 'kind')).toBe(2);
  expect(lineIn(pod, 'metadata', 'name')).toBe(3);
  expect(lineIn(pod, 'metadata', 'labels', 'app')).toBe(4);
  expect(lineIn(pod, 'spec', 'containers')).toBe(6);
  expect(lineIn(pod, 'spec', 'containers', 0)).toBe(8);
  expect(lineIn(pod, 'spec', 'containers', 0, 'image')).toBe(9);
  expect(lineIn(pod, 'spec', 'containers', 1)).toBe(11);
  expect(lineIn(pod, 'spec', 'containers', 1, 'ports', 1)).toBe(13);
});

test('yaml lines: the empty path is where the document begins', () => {
  expect(lineIn(pod)).toBe(1);
  expect(lineIn('# comment\n---\n\na: 1')).toBe(4);
  expect(lineIn('# nothing')).toBeUndefined();
});

test('yaml lines: what is not there has none', () => {
  expect(lineIn(pod, 'nope')).toBeUndefined();
  expect(lineIn(pod, 'spec', 'containers', 2)).toBeUndefined();
  expect(lineIn(pod, 'spec', 0)).toBeUndefined();
  expect(lineIn(pod, 'spec', 'containers', 'name')).toBeUndefined();
  expect(lineIn(pod, 'kind', 'x')).toBeUndefined();
  expect(lineIn('# nothing', 'a')).toBeUndefined();
});

test('yaml lines: of repeated keys the last one is meant', () => {
  expect(lineIn('a: 1\nb: 2\na: 3', 'a')).toBe(3);
});

test('yaml lines: keys are compared as the text they become', () => {
  expect(lineIn('x: 1\n0x10: a\nyes: b', '16')).toBe(2);
  expect(lineIn('x: 1\n0x10: a\nyes: b', 'true')).toBe(3);
});

test('yaml lines: they lead through aliases and merges', () => {
  const text = `base: &base
  a: 1
  b: &b
    c: 2
other: &other {a: 5,
  d: 6}
m:
  a: 0
  <<: [*base, *other]
  e: *b
p:
  <<: *base
  b: 7
list:
- *b
key: &key name
o: {*key : 8}
`;
  expect(lineIn(text, 'm', 'a')).toBe(2);
  expect(lineIn(text, 'm', 'd')).toBe(6);
  expect(lineIn(text, 'm', 'e')).toBe(10);
  expect(lineIn(text, 'm', 'e', 'c')).toBe(4);
  expect(lineIn(text, 'm', 'b', 'c')).toBe(4);
  expect(lineIn(text, 'm', 'x')).toBeUndefined();
  expect(lineIn(text, 'p', 'b')).toBe(13);
  expect(lineIn(text, 'p', 'a')).toBe(2);
  expect(lineIn(text, 'list', 0)).toBe(15);
  expect(lineIn(text, 'list', 0, 'c')).toBe(4);
  expect(lineIn(text, 'o', 'name')).toBe(17);
});

test('yaml lines: the value is the one readYaml gives, and so is the error', () => {
  expect(locateYaml(bytes('a: [1, 0x10]')).value).toEqual({ a: [1, 16] });
  expect(locateYaml(bytes('')).value).toBeNull();
  expect(() => locateYaml(bytes('a: b: c'))).toThrow(YamlError);
});
