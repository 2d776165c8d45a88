import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Path, Value } from '../../../functions/manifest/value.ts';
import { locateYaml } from '../../../functions/manifest/yaml/locate.ts';
import { readYaml, YamlError } from '../../../functions/manifest/yaml/read.ts';
import { bytes } from './reading.ts';

const readOrRefuse = (source: Uint8Array, strict: boolean): Value | YamlError => {
  try {
    return readYaml(source, { strict });
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
};

const tokens = [
  ...[
    '\n',
    '\r\n',
    ' ',
    '  ',
    '\t',
    ': ',
    ':',
    '- ',
    '-',
    '? ',
    ',',
    '[',
    ']',
    '{',
    '}',
    '# ',
    '&a ',
    '*a ',
    '!',
    '!!int ',
  ],
  ...[
    '!!binary ',
    '!<x> ',
    '|',
    '>-\n',
    "'",
    '"',
    '\\',
    '\\x41',
    '%TAG ! x\n',
    '%YAML 1.1\n',
    '---',
    '...',
    '<<: ',
    'a',
    'b: ',
  ],
  ...['1', '.inf', '~', 'yes', '0x1', '1e3', '\x85', '\u2028', '\ufeff', '😀', '\x07'],
];

const yamlLike = fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((parts) => parts.join(''));

test('yaml: any JSON value printed as JSON reads back equal, strictly as well', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 5 }),
      fc.constantFrom(undefined, 1, 4),
      fc.boolean(),
      (value, space, strict) => {
        const text = JSON.stringify(value, undefined, space);
        expect(readYaml(bytes(text), { strict })).toEqual(JSON.parse(text));
      },
    ),
  );
});

test('yaml: text of any characters survives in double quotes, escaped by number', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = [...text].map((c) => `\\U${c.codePointAt(0)!.toString(16).padStart(8, '0')}`).join('');
      expect(readYaml(bytes(`"${escaped}"`))).toBe(text);
    }),
  );
});

test('yaml: lines survive in a literal block scalar', () => {
  const line = fc
    .string({ unit: 'grapheme-composite', minLength: 1 })
    .filter((text) => !/[\p{Cc}\u2028\u2029\ufeff]/u.test(text));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      const block = `a: |2\n${lines.map((l) => `  ${l}\n`).join('')}`;
      expect(readYaml(bytes(block))).toEqual({ a: text });
    }),
  );
});

test('yaml: any text that looks a little like YAML is read or refused with YamlError', () => {
  fc.assert(
    fc.property(yamlLike, fc.boolean(), (text, strict) => {
      const result = readOrRefuse(bytes(text), strict);
      if (result instanceof YamlError)
        expect(result.message).toMatch(/^(yaml: |json: unsupported value: |[Uu]nsupported map key )/);
    }),
    { numRuns: 2_000 },
  );
});

test('yaml: any bytes are read or refused with YamlError', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 1_500 }),
      fc.boolean(),
      (source, strict) => void readOrRefuse(source, strict),
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 800 }), (text) => void readOrRefuse(bytes(text), false)),
  );
});

test('yaml: the same text gives the same value in UTF-8 and UTF-16', () => {
  fc.assert(
    fc.property(
      yamlLike.filter((text) => !text.includes('\ufeff') && !text.includes('\x07')),
      (text) => {
        const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
        const wide = Uint8Array.from([0xff, 0xfe, ...units.flatMap((unit) => [unit & 0xff, unit >> 8])]);
        expect(readOrRefuse(wide, false)).toEqual(readOrRefuse(bytes(text), false));
      },
    ),
    { numRuns: 500 },
  );
});

test('yaml lines: every value of a printed JSON text has the line it is printed on', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value, undefined, 1);
      const { lineOf } = locateYaml(bytes(text));
      let line = 1;
      const visit = (inner: unknown, path: Path): void => {
        expect(lineOf(path)).toBe(line);
        if (typeof inner !== 'object' || inner === null) return;
        const entries = Array.isArray(inner) ? [...inner.entries()] : Object.entries(inner);
        for (const [step, child] of entries) {
          line++;
          visit(child, [...path, step]);
        }
        if (entries.length > 0) line++;
      };
      visit(JSON.parse(text), []);
    }),
  );
});
