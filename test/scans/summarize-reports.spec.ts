import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../functions/manifest/report.ts';
import { boundedName, summarizeReports } from '../../functions/scans/summarize-reports.ts';

const finding: Finding = { id: 'Privileged', selector: '', reason: '', points: -30 };

const report = (parts: Partial<Report> = {}): Report => ({
  ...{ object: 'Pod/web.default', valid: true, fileName: 'API', message: '', score: 0, scoring: {} },
  ...parts,
});

describe('scan summary', () => {
  it('scan summary: counts findings and keeps names and scores', () => {
    const scoring = { critical: [finding], passed: [finding, finding], advise: [finding, finding, finding] };
    const summary = summarizeReports([report({ score: -30, scoring })]);
    expect(summary).toEqual({
      documents: 1,
      invalid: 0,
      lowestScore: -30,
      objects: [{ object: 'Pod/web.default', valid: true, score: -30, critical: 1, passed: 2, advise: 3 }],
    });
  });

  it('scan summary: the lowest score and invalid documents are those of all documents', () => {
    const reports = [report({ score: 4 }), report({ valid: false }), report({ score: -7 }), report({ score: 9 })];
    expect(summarizeReports(reports)).toMatchObject({ documents: 4, invalid: 1, lowestScore: -7 });
  });

  it('scan summary: the lowest of good scores is not zero', () => {
    expect(summarizeReports([report({ score: 4 }), report({ score: 9 })])).toMatchObject({ lowestScore: 4 });
  });

  it('scan summary: no documents are a summary, too', () => {
    expect(summarizeReports([])).toEqual({ documents: 0, objects: [], invalid: 0, lowestScore: 0 });
  });

  it('scan summary: of 1,000 documents the first 100 are listed and all are counted', () => {
    const reports = Array.from({ length: 1000 }, (_, index) =>
      report({ object: `Pod/p${index}.default`, valid: index !== 999, score: -index }),
    );
    const summary = summarizeReports(reports);
    expect(summary).toMatchObject({ documents: 1000, invalid: 1, lowestScore: -999 });
    expect(summary.objects.map(({ object }) => object)).toEqual(reports.slice(0, 100).map(({ object }) => object));
  });

  it('scan summary: long names of many documents stay below 64 KB together', () => {
    const reports = Array.from({ length: 1000 }, (_, index) => report({ object: `${index}${'Ω'.repeat(390)}` }));
    const summary = summarizeReports(reports);
    expect(summary.objects.length).toBeGreaterThan(20);
    expect(Buffer.byteLength(JSON.stringify(summary))).toBeLessThan(65_536);
  });
});

describe('bounded name', () => {
  it('bounded name: every name a cluster accepts stays as it is', () => {
    const name = `${'K'.repeat(63)}/${'n'.repeat(253)}.${'s'.repeat(63)}`;
    expect(boundedName(name)).toBe(name);
  });

  it('bounded name: two megabytes that differ in the last letter are two short names', () => {
    const long = 'n'.repeat(2_000_000);
    const [one, other] = [boundedName(`${long}a`), boundedName(`${long}b`)];
    expect(one).not.toBe(other);
    expect(one).toHaveLength(400);
    expect(one.startsWith('nnn')).toBe(true);
  });

  it('bounded name: a cut never leaves half a character', () => {
    for (const padding of ['', 'x']) {
      const name = boundedName(padding + '😀'.repeat(500));
      expect(name.isWellFormed()).toBe(true);
    }
    expect(boundedName('half \ud83d')).toBe('half \ufffd');
  });
});
