import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../functions/formats/display-width.ts';
import { table } from '../../functions/formats/table.ts';
import { anyName, invalid, located, report, unsupported } from './reports.ts';

const escapes = /\u001b\[[\d;]*m/g;

describe('table', () => {
  test('table: reads as kubesec prints it', () => {
    const small = report({ scoring: { critical: report().scoring.critical!, passed: report().scoring.passed! } });
    const blank = ' '.repeat(80);
    expect(table([located(small), located(invalid({ object: 'Pd/x.default' }))])).toBe(
      `
${blank}
                             🛡️  Kubesec Scan Report                             
${blank}
┌─────────────────────────────────────────────────────────────────────────────────────────────────────────────┐
| File     | Object          | Valid | Score | # Critical Rule Hits | # Advise Rule Hits | # Passed Rule Hits |
| pod.yaml | Pod/web.default | ✅    | -38   | 2                    | 0                  | 1                  |
| pod.yaml | Pd/x.default    | ❌    | 0     | 0                    | 0                  | 0                  |
└─────────────────────────────────────────────────────────────────────────────────────────────────────────────┘


# Details for Pod/web.default
File: pod.yaml
 INFO  Failed with a score of -38 points
┌────────────────────────────────────────────────────────────────────────────────────────────────┐
| Severity    | Rule ID      | Selector                          | Reason               | Points |
| 🔴 Critical | Privileged   | .spec .Privileged |               | Privileged matters   | -30    |
|             |              | .spec .containers[] .Privileged   |                      |        |
| ---------------------------------------------------------------------------------------------- |
| 🔴 Critical | HostNetwork  | .spec .HostNetwork |              | HostNetwork matters  | -9     |
|             |              | .spec .containers[] .HostNetwork  |                      |        |
| ---------------------------------------------------------------------------------------------- |
| 🟢 Passed   | RunAsNonRoot | .spec .RunAsNonRoot |             | RunAsNonRoot matters | 1      |
|             |              | .spec .containers[] .RunAsNonRoot |                      |        |
└────────────────────────────────────────────────────────────────────────────────────────────────┘

`,
    );
  });

  test('table: colours change no character and no column', () => {
    const reports = [located(), located(invalid()), located(unsupported())];
    const plain = table(reports);
    const coloured = table(reports, { color: true });
    expect(plain).not.toMatch(escapes);
    expect(coloured).toMatch(escapes);
    expect(coloured.replace(escapes, '')).toBe(plain);
  });

  test('table: the heading is centred in the width it is given', () => {
    const [, blank, title] = table([], { width: 41 }).split('\n');
    expect(blank).toBe(' '.repeat(41));
    expect(title).toBe(`${' '.repeat(9)}🛡️  Kubesec Scan Report${' '.repeat(10)}`);
    expect(table([], { width: 3 }).split('\n')[2]).toBe('🛡️  Kubesec Scan Report');
  });

  test('table: a report without a message has no line for it', () => {
    expect(table([located(report({ message: '' }))])).not.toContain('INFO');
  });

  test('table: an invalid or unknown document has a row and no details', () => {
    expect(table([located(invalid()), located(unsupported())])).not.toContain('Details for');
  });

  test.each([
    ['web', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['🚀', 2],
    ['👩🏽', 2],
    ['\u0301', 0],
    ['한국', 4],
    ['Ωé→', 3],
  ])('table: %s takes %i cells of a terminal', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('table: no name can move the cursor or bend a column', () => {
    fc.assert(
      fc.property(anyName, anyName, (object, fileName) => {
        const text = table([located(report({ object, fileName })), located(invalid({ object, fileName }))]);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        const rows = text.split('\n').slice(4, 9);
        expect(new Set(rows.map(displayWidth)).size).toBe(1);
        expect(text.split('\n')).toHaveLength(table([located(report()), located(invalid())]).split('\n').length);
      }),
    );
  });
});
