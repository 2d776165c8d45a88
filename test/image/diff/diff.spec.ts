import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDiff } from '../../../functions/image/diff/apply.ts';
import { changedParts } from '../../../functions/image/diff/changed-parts.ts';
import { diffContents, isUnchanged } from '../../../functions/image/diff/diff.ts';
import { inOrder } from '../../../functions/image/diff/finding-order.ts';
import { summarizeDiff } from '../../../functions/image/diff/summarize-diff.ts';
import { anyFindings, contentsOf, finding } from './findings.ts';

describe('diff', () => {
  it('diff: applied to the findings before it gives those after, whatever the two are', () => {
    fc.assert(
      fc.property(anyFindings, anyFindings, fc.boolean(), (before, after, sameImage) => {
        const diff = diffContents(contentsOf(before), contentsOf(after), sameImage);
        expect(applyDiff(diff, before)).toEqual(inOrder(after));
      }),
      { numRuns: 2_000 },
    );
  });

  it('diff: of a list with itself, in any order, is none', () => {
    fc.assert(
      fc.property(anyFindings, (findings) => {
        const diff = diffContents(contentsOf(findings), contentsOf(findings.toReversed()), true);
        expect(diff.unchanged).toBe(findings.length);
        expect(isUnchanged(diff)).toBe(true);
      }),
    );
  });

  it('diff: turned round, what was added is gone and what was gone is added', () => {
    fc.assert(
      fc.property(anyFindings, anyFindings, (before, after) => {
        const there = diffContents(contentsOf(before), contentsOf(after), false);
        const back = diffContents(contentsOf(after), contentsOf(before), false);
        expect(inOrder([...back.fixed, ...back.withdrawn]).length).toBe(there.added.length);
        expect(back.unchanged).toBe(there.unchanged);
        expect(back.severityChanged.length + back.updated.length).toBe(
          there.severityChanged.length + there.updated.length,
        );
      }),
    );
  });

  it('diff: a rescan of one digest never fixes anything', () => {
    fc.assert(
      fc.property(anyFindings, anyFindings, (before, after) => {
        expect(diffContents(contentsOf(before), contentsOf(after), true).fixed).toEqual([]);
      }),
    );
  });

  it('diff: a finding whose package is still there was withdrawn, one whose package or version is gone was fixed', () => {
    const gone = finding({ package: 'zlib' });
    const stays = finding({ package: 'openssl' });
    const bumped = finding({ package: 'curl', installed: '7' });
    const others = [stays, finding({ package: 'curl', installed: '8' })];
    const diff = diffContents(contentsOf([gone, stays, bumped]), contentsOf([], others), false);
    expect(diff.fixed.map((one) => one.package)).toEqual(['curl', 'zlib']);
    expect(diff.withdrawn).toEqual([stays]);
  });

  it('diff: a new version that has the vulnerability, too, is the same finding', () => {
    const before = finding({ installed: '1.0' });
    const after = finding({ installed: '1.1' });
    const diff = diffContents(contentsOf([before]), contentsOf([after]), false);
    expect(diff).toMatchObject({ added: [], fixed: [], withdrawn: [], updated: [{ before, after }] });
  });

  it('diff: the same package at two paths is two findings', () => {
    const one = finding({ class: 'library', type: 'jar', path: 'a.jar' });
    const other = { ...one, path: 'b.jar' };
    const diff = diffContents(contentsOf([one]), contentsOf([one, other]), false);
    expect(diff).toMatchObject({ added: [other], unchanged: 1 });
  });

  it('diff: its summary counts fixes that are others or none now, whatever became of the severity', () => {
    const fixed = { status: 'fixed', fixed: '1.1' };
    const before = [finding(fixed), finding({ id: 'CVE-2', ...fixed }), finding({ id: 'CVE-3', ...fixed })];
    const after = [
      finding({ ...fixed, fixed: '1.2' }),
      finding({ id: 'CVE-2', severity: 'LOW' }),
      finding({ id: 'CVE-3', ...fixed, title: 'other' }),
    ];
    const diff = diffContents(contentsOf(before), contentsOf(after), true);
    expect(summarizeDiff(diff)).toMatchObject({ fixChanged: 2, updated: 2, lowered: 1, newlyFixable: 0 });
  });

  it('diff: an update names the parts that are different, and what they were where they were there', () => {
    const before = finding({ title: 'one', url: 'https://a' });
    const after = { ...finding({ title: 'two', fixed: '1.1' }) };
    expect(changedParts({ before, after })).toEqual({
      changed: ['fixed', 'title', 'url'],
      before: { title: 'one', url: 'https://a' },
    });
    expect(changedParts({ before, after: before })).toEqual({ changed: [], before: {} });
  });

  it('diff: its summary counts by severity, what is rated otherwise and what got a fix', () => {
    const before = [finding(), finding({ id: 'CVE-2' }), finding({ id: 'CVE-3' }), finding({ id: 'CVE-4' })];
    const after = [
      finding({ status: 'fixed', fixed: '1.1' }),
      finding({ id: 'CVE-2', severity: 'CRITICAL' }),
      finding({ id: 'CVE-3', severity: 'LOW' }),
      finding({ id: 'CVE-5', severity: 'MEDIUM' }),
    ];
    const summary = summarizeDiff(diffContents(contentsOf(before), contentsOf(after), true));
    expect(summary).toMatchObject({ raised: 1, lowered: 1, newlyFixable: 1, fixChanged: 0, updated: 1, unchanged: 0 });
    expect(summary.added.bySeverity.MEDIUM.total).toBe(1);
    expect(summary.withdrawn).toMatchObject({ total: 1, bySeverity: { HIGH: { total: 1 } } });
    expect(summary.fixed.total).toBe(0);
    expect(Buffer.byteLength(JSON.stringify(summary))).toBeLessThan(1_100);
  });
});
