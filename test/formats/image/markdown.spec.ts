import { expect, test } from 'vitest';
import { imageMarkdown } from '../../../functions/formats/image/markdown.ts';
import { finding, lodash, noPackages, scanned } from './scanned.ts';

const tool = { version: '1.0.0' };

test('image Markdown: verdict, what an update removes, and the rest folded away', () => {
  const { fixed: _, ...open } = finding({ id: 'CVE-2024-0002', status: 'will_not_fix', severity: 'LOW' });
  const text = imageMarkdown(scanned([finding(), lodash, open]), tool);
  expect(text).toContain('### drydock: ⚠️ `registry.test:5000/shop/web:1.4`\n\n**WARN**\n\n- 1 HIGH finding\n');
  expect(text).toContain('3 findings: HIGH 1, MEDIUM 1, LOW 1; 2 with a fix.\n');
  expect(text).toContain(
    '| HIGH | [`CVE-2024-0001`](https://avd.aquasec.com/nvd/cve-2024-0001) | `openssl` | `3.0.11-1` | `3.0.13-1` | openssl: example |\n',
  );
  expect(text).toContain('<details><summary>1 finding without a fix</summary>');
  expect(text).toContain('| will not fix | openssl: example |');
});

test('image Markdown: without findings there is no table, and what is unknown is no pass', () => {
  const text = imageMarkdown(scanned([], { unknown: [noPackages] }), tool);
  expect(text).toContain('❓');
  expect(text).toContain('**UNKNOWN: this scan does not show that the image is clean**');
  expect(text).not.toContain('| Severity');
  expect(imageMarkdown(scanned([]), tool)).toContain('✅');
});

test('image Markdown: what the filters hide is counted', () => {
  const text = imageMarkdown(scanned([finding(), lodash], { shown: [] }), tool);
  expect(text).toContain('2 with a fix. 2 findings more are not shown: see the filters.\n');
});

test('image Markdown: a finding without a title has an empty cell, an image without a known system and an old database say so', () => {
  const { title: _, ...untitled } = finding();
  const image = scanned([untitled]);
  const { os: _os, ...coverage } = image.summary.coverage;
  const bare = {
    ...image,
    summary: { ...image.summary, coverage: { ...coverage, database: { ...coverage.database, stale: true } } },
  };
  const text = imageMarkdown(bare, tool);
  expect(text).toMatch(/^\| .*CVE-2024-0001.* \| {2}\|$/m);
  expect(text).toContain('no known operating system');
  expect(text).toContain(', stale');
});
