import { describe, expect, it } from 'vitest';
import { countFindings } from '../../functions/image/counts.ts';
import { findingIdentity } from '../../functions/image/finding.ts';
import { readFindings } from '../../functions/image/read-findings.ts';
import { sampleReport } from './sample-report.ts';

describe('findings', () => {
  it('findings: what Trivy leaves out is absent or unknown, never made up', () => {
    const [finding] = readFindings(sampleReport([{ vulnerabilities: [{ id: 'CVE-1' }] }]));
    expect(finding).toMatchObject({
      id: 'CVE-1',
      severity: 'UNKNOWN',
      status: 'unknown',
      class: 'os',
      installed: '1.0',
    });
    expect(Object.keys(finding!)).not.toEqual(expect.arrayContaining(['fixed', 'path', 'purl', 'title', 'url']));
  });

  it('findings: the worst come first, then by package, id and path', () => {
    const vulnerabilities = [
      { id: 'CVE-2', severity: 'LOW' },
      { id: 'CVE-3', severity: 'CRITICAL', name: 'zlib' },
      { id: 'CVE-4', severity: 'CRITICAL', name: 'axios', path: 'b' },
      { id: 'CVE-4', severity: 'CRITICAL', name: 'axios', path: 'a' },
      { id: 'CVE-1', severity: 'CRITICAL', name: 'axios' },
    ];
    const findings = readFindings(sampleReport([{ vulnerabilities }]));
    expect(findings.map(({ id, path = '' }) => id + path)).toEqual(['CVE-1', 'CVE-4a', 'CVE-4b', 'CVE-3', 'CVE-2']);
  });

  it('findings: a fixed version without a status means fixed, an unknown severity word UNKNOWN', () => {
    const report = sampleReport([
      { class: 'lang-pkgs', vulnerabilities: [{ id: 'A', fixed: '2', severity: 'AWFUL' }] },
    ]);
    expect(readFindings(report)[0]).toMatchObject({
      status: 'fixed',
      fixed: '2',
      severity: 'UNKNOWN',
      class: 'library',
    });
  });

  it('findings: two spellings of a package URL are one finding, another path is another one', () => {
    const purls = ['pkg:rpm/a/b@1?m=x%3A1', 'pkg:rpm/a/b@1?m=x:1'];
    const [one, two] = purls.map((purl) => readFindings(sampleReport([{ vulnerabilities: [{ id: 'A', purl }] }]))[0]!);
    expect(findingIdentity(one!)).toBe(findingIdentity(two!));
    expect(findingIdentity({ ...one!, path: 'x.jar' })).not.toBe(findingIdentity(two!));
  });

  it('findings: without a package URL name and version tell packages apart', () => {
    const [finding] = readFindings(sampleReport([{ vulnerabilities: [{ id: 'A' }] }]));
    expect(findingIdentity(finding!)).not.toBe(findingIdentity({ ...finding!, installed: '2.0' }));
  });

  it('findings: a report without results has none', () => {
    expect(readFindings(sampleReport(undefined))).toEqual([]);
  });

  it('counts: every finding counts once, those with a fix as fixable', () => {
    const vulnerabilities = [
      { id: 'A', severity: 'CRITICAL', fixed: '2', status: 'fixed' },
      { id: 'B', severity: 'CRITICAL', status: 'affected' },
      { id: 'C', severity: 'LOW', status: 'will_not_fix' },
    ];
    const counts = countFindings(readFindings(sampleReport([{ vulnerabilities }])));
    expect(counts).toMatchObject({ total: 3, fixable: 1 });
    expect(counts.bySeverity).toMatchObject({ CRITICAL: { total: 2, fixable: 1 }, LOW: { total: 1, fixable: 0 } });
  });
});
