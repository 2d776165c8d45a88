import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFindings } from '../../functions/image/read-findings.ts';
import { parseSeverities, severities } from '../../functions/image/severity.ts';
import { viewReport } from '../../functions/image/view-report.ts';
import { failsOn, pageOf, parsePackageClasses, viewFindings } from '../../functions/image/views.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport([
  {
    vulnerabilities: [
      { id: 'A', severity: 'CRITICAL', status: 'affected' },
      { id: 'B', severity: 'LOW', status: 'fixed', fixed: '2' },
    ],
  },
  { class: 'lang-pkgs', type: 'gobinary', vulnerabilities: [{ id: 'C', severity: 'HIGH', fixed: '2' }] },
  { class: 'secret', target: 'etc/key' },
]);
const findings = readFindings(report);
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
const refused = expect.objectContaining({ code: 'bad_request' });

describe('views', () => {
  it('views: severities, fixes and classes filter, nothing filters nothing', () => {
    expect(ids(viewFindings(findings, {}))).toEqual(['A', 'C', 'B']);
    expect(ids(viewFindings(findings, { severities: parseSeverities('critical, HIGH') }))).toEqual(['A', 'C']);
    expect(ids(viewFindings(findings, { ignoreUnfixed: true }))).toEqual(['C', 'B']);
    expect(ids(viewFindings(findings, { classes: parsePackageClasses('library') }))).toEqual(['C']);
    expect(ids(viewFindings(findings, { ignoreUnfixed: false, classes: new Set() }))).toEqual([]);
  });

  it('views: fail-on holds when one of the findings has such a severity', () => {
    expect(failsOn(findings, parseSeverities('CRITICAL'))).toBe(true);
    expect(failsOn(findings, parseSeverities('MEDIUM,UNKNOWN'))).toBe(false);
    expect(failsOn([], new Set(severities))).toBe(false);
  });

  it.each(['', 'CRITICAL,', 'SEVERE', 'CRITICAL HIGH', '__proto__'])('views: severities %j are refused', (text) => {
    expect(() => parseSeverities(text)).toThrow(refused);
  });

  it.each(['', 'os,', 'rpm', 'os library'])('views: package types %j are refused', (text) => {
    expect(() => parsePackageClasses(text)).toThrow(refused);
  });

  it('views: pages of any size put together are the whole list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, index) => ({ ...findings[0]!, id: `CVE-${index}` }));
        const seen = [];
        for (let offset: number | undefined = 0; offset !== undefined; ) {
          const page: ReturnType<typeof pageOf> = pageOf(all, limit, offset);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items);
          offset = page.next;
        }
        expect(seen).toEqual(all);
      }),
    );
    expect(pageOf(findings, 5, 99)).toEqual({ items: [] });
  });

  it("views: Trivy's own report shows the same findings as ours", () => {
    const view = fc.record({
      severities: fc.option(
        fc.subarray([...severities]).map((names) => new Set(names)),
        { nil: undefined },
      ),
      ignoreUnfixed: fc.boolean(),
      classes: fc.option(
        fc.subarray(['os', 'library'] as const).map((names) => new Set(names)),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(view, (one) => {
        expect(readFindings(viewReport(report, one))).toEqual(viewFindings(findings, one));
      }),
    );
  });

  it("views: Trivy's own report leaves empty lists out and keeps what has no class", () => {
    const viewed = viewReport(report, { severities: new Set(['HIGH']), classes: new Set(['os']) });
    expect(viewed.Results?.map(({ Class }) => Class)).toEqual(['os-pkgs', 'secret']);
    expect(viewed.Results?.[0]).not.toHaveProperty('Vulnerabilities');
    expect(viewed.Results?.[0]).toHaveProperty('Packages');
    const empty = sampleReport(undefined);
    expect(viewReport(empty, { ignoreUnfixed: true })).toBe(empty);
  });
});
