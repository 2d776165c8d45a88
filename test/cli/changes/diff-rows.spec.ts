import { expect, it } from 'vitest';
import { diffCounts, diffRows } from '../../../cli/changes/diff-rows.ts';
import { diffView } from '../../../functions/api/rescans/change-view.ts';
import { diffContents } from '../../../functions/image/diff/diff.ts';
import { summarizeDiff } from '../../../functions/image/diff/summarize-diff.ts';
import { sampleImage } from '../../contract/sample-image-scan.ts';
import { contentsOf, finding } from '../../image/diff/findings.ts';

it('drydock diff: an update is shown once, with a fix as that, any other with the parts that are different', () => {
  const fixed = { status: 'fixed', fixed: '1.1' };
  const before = [finding(), finding({ id: 'CVE-2', ...fixed }), finding({ id: 'CVE-3' }), finding({ id: 'CVE-4' })];
  const after = [
    finding(fixed),
    finding({ id: 'CVE-2', ...fixed, fixed: '1.2' }),
    finding({ id: 'CVE-3', status: 'will_not_fix', title: 'heap overflow' }),
    finding({ id: 'CVE-4' }),
  ];
  const image = sampleImage({ tenant: 'acme' });
  const diff = diffContents(contentsOf(before), contentsOf(after), true);
  const view = diffView({ from: image, to: image, summary: summarizeDiff(diff), diff }, 100);
  expect(diffRows(view).map(({ change, id, fixed: version }) => [change, id, version])).toEqual([
    ['fixable', 'CVE-1', '1.1'],
    ['other fix', 'CVE-2', '1.1 > 1.2'],
    ['status, title', 'CVE-3', ''],
  ]);
  expect(diffCounts(view)).toContain('1 newly fixable, 1 with another fix, 3 updated, 1 unchanged');
});
