import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../../functions/image/diff/apply.ts';
import type { FindingDiff } from '../../../functions/image/diff/diff.ts';
import { inOrder } from '../../../functions/image/diff/finding-order.ts';
import { chainResult } from '../../../functions/rescans/history/chain-result.ts';
import { contentsReader } from '../../../functions/rescans/history/read-contents.ts';
import { type ImageResult, resultOf } from '../../../functions/scans/image/image-record.ts';
import { storeJson } from '../../../functions/scans/image/stored-json.ts';
import { imageScanIdFor, sampleImage } from '../../contract/sample-image-scan.ts';
import { noon } from '../../contract/sample-scan.ts';
import { type SampleVulnerability, sampleReport } from '../../image/sample-report.ts';
import { memoryImageStore, memoryReportStore } from '../../scans/image/memory-stores.ts';

const anyReport = fc.array(
  fc.record({
    id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
    severity: fc.constantFrom('HIGH', 'LOW'),
    status: fc.constantFrom('affected', 'fixed'),
  }),
  { maxLength: 4 },
);

async function history(found: readonly (readonly SampleVulnerability[])[]) {
  const deps = { images: memoryImageStore(), reports: memoryReportStore() };
  const results: ImageResult[] = [];
  for (const [at, vulnerabilities] of found.entries()) {
    const id = imageScanIdFor(`r${at}`);
    const report = await storeJson(deps.reports, `reports/t/${id}/1-2.json`, sampleReport([{ vulnerabilities }]));
    results.push({ ...resultOf(sampleImage({ tenant: 't', id }, noon + at)), report });
  }
  const enter = async (result: ImageResult) => {
    await deps.images.addResult(result);
    await chainResult(deps, contentsReader(deps.reports), result);
  };
  const read = async () => (await deps.images.history({ ...results[0]!, limit: 100 })).results.toReversed();
  return { deps, results, enter, read };
}

describe('history', () => {
  it('history: each result ends with its diff against the one before, in whatever order and however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyReport, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(99), { maxLength: 8 }),
        async (found, order) => {
          const { deps, results, enter, read } = await history(found);
          for (const at of order) await enter(results[at % results.length]!);
          // Two at once, then whatever is missing.
          await Promise.all(results.map(enter));
          const contents = contentsReader(deps.reports);
          const entered = await read();
          for (const [at, { change, report }] of entered.entries()) {
            const previous = entered[at - 1];
            expect(change?.previous.scan).toBe(previous?.scan);
            if (change === undefined) continue;
            const before = (await contents(previous!.report))!.findings;
            const after = inOrder((await contents(report))!.findings);
            const json = change.diff && (await deps.reports.read(change.diff.key));
            if (json === undefined) expect(inOrder(before)).toEqual(after);
            else expect(applyDiff(JSON.parse(Buffer.from(json).toString()) as FindingDiff, before)).toEqual(after);
            expect(change.summary.fixed.total).toBe(0);
          }
        },
      ),
    );
  });

  it('history: a result whose report was deleted has no diff, nor has the one after it', async () => {
    const { deps, results, enter, read } = await history([[], [{ id: 'CVE-1' }], []]);
    await deps.reports.remove(results[1]!.report.key);
    for (const result of results) await enter(result);
    expect((await read()).map(({ change }) => change)).toEqual([undefined, undefined, undefined]);
  });

  it('history: a diff that comes to nothing is told in numbers and is no object', async () => {
    const { results, enter, read, deps } = await history([[{ id: 'CVE-1' }], [{ id: 'CVE-1' }]]);
    for (const result of results) await enter(result);
    const [, second] = await read();
    expect(second?.change).toMatchObject({ summary: { unchanged: 1, withdrawn: { total: 0 } } });
    expect(second?.change).not.toHaveProperty('diff');
    expect([...deps.reports.objects.keys()].filter((key) => key.startsWith('diffs/'))).toEqual([]);
  });
});
