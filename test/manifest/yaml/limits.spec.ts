import { expect, test } from 'vitest';
import { isMap, type Value } from '../../../functions/manifest/value.ts';
import { countNode } from '../../../functions/manifest/yaml/alias-count.ts';
import { parseDocument } from '../../../functions/manifest/yaml/parse-document.ts';
import { sourceText } from '../../../functions/manifest/yaml/source-text.ts';
import { bytes, read, refusalOf } from './reading.ts';

const depthOf = (value: Value): number => {
  let depth = 0;
  let inner: Value | undefined = value;
  while (typeof inner === 'object' && inner !== null) {
    depth++;
    inner = isMap(inner) ? Object.values(inner)[0] : (inner as Value[])[0];
  }
  return depth;
};

test.each([
  ['lists', '[', ']'],
  ['maps', '{a: ', '}'],
  ['lists and maps', '[{a: ', '}]'],
  ['dashes', '- ', ''],
])('yaml limits: 9,990 nested %s are read', (_, open, close) => {
  const levels = open.length > 4 ? 4_995 : 9_990;
  expect(depthOf(read(`${open.repeat(levels)}x${close.repeat(levels)}`))).toBe(9_990);
});

test('yaml limits: blocks and flow nest 10,000 deep each', () => {
  expect(depthOf(read(`${'- '.repeat(10_000)}${'['.repeat(10_000)}${']'.repeat(10_000)}`))).toBe(20_000);
});

test.each(['[', '{a: ', '- ', '? '])('yaml limits: %j is refused beyond 10,000 levels', (open) => {
  expect(refusalOf(open.repeat(10_001))).toBe('yaml: exceeded max depth of 10000');
});

test('yaml limits: the line is named where it gets too deep', () => {
  expect(refusalOf(`a:\n  ${'['.repeat(10_001)}`)).toBe('yaml: line 2: exceeded max depth of 10000');
});

test('yaml limits: a deep key is shown whole', () => {
  const message = refusalOf(`? ${'['.repeat(9_000)}${']'.repeat(9_000)}\n: x`);
  expect(message).toBe(`yaml: invalid map key: ${'[]interface {}{'.repeat(9_000)}${'}'.repeat(9_000)}`);
});

test('yaml limits: a number deep inside that JSON has not is found', () => {
  expect(refusalOf(`${'['.repeat(9_000)}.inf${']'.repeat(9_000)}`)).toBe('json: unsupported value: +Inf');
});

const laughs = (levels: number, width: number): string => {
  const lines = [`l0: &l0 [${Array(width).fill('x').join(',')}]`];
  for (let i = 1; i < levels; i++)
    lines.push(
      `l${i}: &l${i} [${Array(width)
        .fill(`*l${i - 1}`)
        .join(',')}]`,
    );
  return lines.join('\n');
};

test('yaml limits: aliases of aliases of aliases are refused before they fill the memory', () => {
  expect(refusalOf(laughs(12, 9))).toBe('yaml: document contains excessive aliasing');
  expect(refusalOf(laughs(40, 2))).toBe('yaml: document contains excessive aliasing');
});

test('yaml limits: merges of merges are counted, too', () => {
  const lines = ['m0: &m0 {x: 1}'];
  for (let i = 1; i < 12; i++)
    lines.push(
      `m${i}: &m${i} {<<: [${Array(9)
        .fill(`*m${i - 1}`)
        .join(',')}]}`,
    );
  expect(refusalOf(lines.join('\n'))).toBe('yaml: document contains excessive aliasing');
});

test('yaml limits: some hundred aliases are fine, and so are many when they are few among many nodes', () => {
  expect(read(laughs(3, 6))).toBeTypeOf('object');
  const value = read(`a: &a {x: 1}\nb: [${'*a,'.repeat(20_000)}]`) as { b: Value[] };
  expect(value.b).toHaveLength(20_000);
});

test('yaml limits: in larger documents a smaller share may come from aliases', () => {
  const document = (aliases: number, others: number): string =>
    `a: &a [${'x,'.repeat(99)}]\nb: [${'x,'.repeat(others)}]\nc: [${'*a,'.repeat(aliases)}]`;
  expect(read(document(4_000, 150_000))).toBeTypeOf('object');
  expect(refusalOf(document(8_000, 10_000))).toBe('yaml: document contains excessive aliasing');
});

test('yaml limits: of four million nodes a tenth may come from aliases', () => {
  expect(() => countNode({ nodes: 4_000_000, aliased: 400_000, depth: 0 })).not.toThrow();
  expect(() => countNode({ nodes: 4_000_000, aliased: 400_001, depth: 1 })).toThrow('excessive aliasing');
});

test.each([
  'a: b\n',
  '~\n',
  '- ',
  '[],',
  '{a: ',
  '&a *a ',
  '"\\x41" ',
  "'",
  '? ',
  ': ',
  '!!str ',
  '| \n',
  '#',
  '\n',
  '😀,',
])('yaml limits: %j repeated makes no more nodes than there are characters', (unit) => {
  for (const start of ['', '[', '- ']) {
    const source = bytes(start + unit.repeat(5_000));
    let nodes = 0;
    try {
      nodes = parseDocument(sourceText(source)).length;
    } catch (error) {
      expect((error as Error).message).toMatch(/^yaml: /);
    }
    expect(nodes).toBeLessThanOrEqual(source.length + 1);
  }
});
