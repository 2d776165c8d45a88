import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LocatedReport } from '../../functions/formats/located-report.ts';
import { markdown } from '../../functions/formats/markdown.ts';
import { code, prose } from '../../functions/formats/markdown-text.ts';
import { anyName, finding, invalid, located, report, tool, unsupported } from './reports.ts';

const lines = (reports: LocatedReport[]): string[] => markdown(reports, tool).split('\n');

// What GitHub reads as Markdown once inline code is taken out: nothing of it may come from a name.
const skeleton = (text: string): string =>
  text.replace(/<code>(?:[\p{L}\p{N} ]|&#\d+;)*<\/code>|`[^`\n]+`|–/gu, 'CODE').replace(/\d+/g, 'N');

describe('markdown', () => {
  test('markdown: the heading counts what is wrong, and what is invalid or critical comes first', () => {
    const all = lines([located(unsupported()), located(), located(invalid({ object: 'Pd/x.default' }))]);
    expect(all[0]).toBe('### drydock: 3 documents, 2 with problems');
    const order = [
      '#### Not valid, not checked',
      '#### Critical',
      '| | Document | Place | Score | Critical | Advice |',
    ];
    const places = order.map((line) => all.indexOf(line));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(all).toContain('- `Pd/x.default`, `deploy/pod.yaml:2`: `could not find schema for Pd`');
    expect(all).toContain('- **Privileged** (-30) in `Pod/web.default`, `deploy/pod.yaml:11`: Privileged matters');
  });

  test('markdown: documents are listed with the worst first', () => {
    const rows = lines([located(unsupported()), located(), located(invalid())]).filter((line) =>
      /^\| [❌✅]/u.test(line),
    );
    expect(rows).toEqual([
      '| ❌ | `Pod/web.default` | `deploy/pod.yaml:2` | 0 | 0 | 0 |',
      '| ❌ | `Pod/web.default` | `deploy/pod.yaml:2` | -38 | 2 | 2 |',
      '| ✅ | `ConfigMap/settings.default` | `deploy/pod.yaml:2` | 0 | 0 | 0 |',
    ]);
  });

  test('markdown: nothing critical is said in one line', () => {
    const text = markdown([located(report({ scoring: { passed: [finding('RunAsNonRoot', 1)] } }))], tool);
    expect(text).toContain('### drydock: 1 document, nothing critical');
    expect(text).not.toContain('####');
    expect(text).not.toContain('<details>');
  });

  test('markdown: advice is folded away, one line a rule', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const text = markdown(
      names.map((name) => located(report({ object: `Pod/${name}.default` }))),
      tool,
    );
    expect(text).toContain('<details><summary>10 pieces of advice</summary>');
    expect(text).toContain(
      '- **ApparmorAny** (+3) ApparmorAny matters: `Pod/a.default`, `Pod/b.default`, `Pod/c.default` and 2 more',
    );
  });

  test('markdown: a request body has lines but no file', () => {
    expect(markdown([located(report(), 'API')], tool)).toContain('| ❌ | `Pod/web.default` | line 2 | -38 |');
  });

  test('markdown: a long report stays under the size of a comment and says what is missing', () => {
    const many = Array.from({ length: 2_000 }, (_, i) =>
      located(report({ object: `Pod/p${i}.default`, score: i - 3_000 })),
    );
    const text = markdown([...many, ...many.map(({ report: { object } }) => located(invalid({ object })))], tool);
    expect(text.length).toBeLessThan(60_000);
    expect(text.match(/… and \d+ more\./g)).toHaveLength(3);
    expect(text).toContain('`Pod/p0.default`');
  });

  test('markdown: code holds any text; prose shows every mark as itself', () => {
    expect(code('a`b')).toBe('<code>a&#96;b</code>');
    expect(code('a|b\\')).toBe('<code>a&#124;b&#92;</code>');
    expect(code('@all <b> #1')).toBe('`@all <b> #1`');
    expect(code(' ')).toBe('–');
    expect(prose('@all <b> `x` [y](z) a|b')).toBe('&#64;all &#60;b&#62; &#96;x&#96; &#91;y&#93;(z) a&#124;b');
  });

  test('markdown: no name can add a mention, link, tag, cell or line', () => {
    fc.assert(
      fc.property(anyName, anyName, (object, file) => {
        const make = (name: string, path: string): string =>
          markdown(
            [located(report({ object: name }), path), located(invalid({ object: name, message: name }), path)],
            tool,
          );
        expect(skeleton(make(object, `${file}x`))).toBe(skeleton(make('Pod/web.default', 'pod.yaml')));
      }),
    );
  });
});
