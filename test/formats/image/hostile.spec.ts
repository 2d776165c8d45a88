import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../../functions/formats/display-width.ts';
import { fitText } from '../../../functions/formats/image/fit-text.ts';
import { imageMarkdown } from '../../../functions/formats/image/markdown.ts';
import { imageSarif } from '../../../functions/formats/image/sarif.ts';
import { imageTable } from '../../../functions/formats/image/table.ts';
import type { ImageFinding } from '../../../functions/image/finding.ts';
import { finding, scanned } from './scanned.ts';

const tool = { version: '1.0.0' };
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\x1b[2J',
        '\u202e',
        '\r',
        '\n',
        '|',
        '`',
        '](',
        '<b>',
        '@user',
        '#1',
        '\\',
        '**',
        '界',
        '👩‍💻',
        'a',
        '\ud800',
      ),
    )
    .map((parts) => parts.join('')),
);
const findings: fc.Arbitrary<ImageFinding[]> = fc.array(
  fc
    .record({
      id: hostile,
      package: hostile,
      purl: hostile,
      path: hostile,
      installed: hostile,
      fixed: hostile,
      status: hostile,
      title: hostile,
      target: hostile,
      type: hostile,
      url: hostile,
      class: fc.constantFrom('os' as const, 'library' as const),
      severity: fc.constantFrom('CRITICAL' as const, 'UNKNOWN' as const),
    })
    .map((rest) => finding(rest)),
  { maxLength: 4 },
);
const deceiving = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

test('image table: no name moves the cursor, turns the text or leaves the line of a terminal', () => {
  fc.assert(
    fc.property(findings, fc.integer({ min: 60, max: 200 }), (found, width) => {
      const text = imageTable(scanned(found), { width });
      expect(text).not.toMatch(deceiving);
      expect(text.isWellFormed()).toBe(true);
    }),
  );
});

test('image SARIF: whatever the names are, it parses, and addresses stay relative and rules unique', () => {
  fc.assert(
    fc.property(findings, (found) => {
      const text = imageSarif(scanned(found), tool);
      const [run] = JSON.parse(text).runs;
      expect(text.isWellFormed()).toBe(true);
      const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { ruleId, ruleIndex, message, locations } of run.results) {
        expect(ids[ruleIndex]).toBe(ruleId);
        expect(message.text).not.toMatch(deceiving);
        expect(message.text).not.toContain('](');
        expect(locations[0].physicalLocation.artifactLocation.uri).toBe('shop/web');
      }
    }),
  );
});

test('image Markdown: every finding is one row of six cells, and nobody is mentioned (S15, S16)', () => {
  fc.assert(
    fc.property(findings, (found) => {
      const text = imageMarkdown(scanned(found), tool);
      const rows = text.split('\n').filter((line) => line.startsWith('| CRITICAL') || line.startsWith('| UNKNOWN'));
      expect(rows).toHaveLength(found.length);
      for (const row of rows) expect(row.split('|')).toHaveLength(8);
      expect(text).not.toMatch(deceiving);
      expect(text.replaceAll(/`[^`]*`/g, '')).not.toMatch(/@user|<b>/);
    }),
  );
});

test('image Markdown: it fits a comment on GitHub, and says what is left out', () => {
  const many = Array.from({ length: 3_000 }, (_, index) => {
    const one = finding({ id: `CVE-2024-${index}`, title: '<&|>'.repeat(40) });
    return index % 2 === 0 ? one : { ...one, status: 'affected' };
  });
  const text = imageMarkdown(scanned(many), tool);
  expect(text.length).toBeLessThan(65_000);
  expect(text.match(/… and \d+ more\./g)).toHaveLength(2);
});

test('fitted text: it is never wider than its cells, and text that fits is not touched', () => {
  fc.assert(
    fc.property(
      hostile,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('head' as const, 'tail' as const),
      (text, cells, lost) => {
        const fitted = fitText(text, cells, lost);
        expect(displayWidth(fitted)).toBeLessThanOrEqual(cells);
        if (displayWidth(text) <= cells) expect(fitted).toBe(text);
      },
    ),
  );
});
