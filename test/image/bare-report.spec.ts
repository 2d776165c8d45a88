import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../functions/image/coverage.ts';
import { onceInOrder } from '../../functions/image/once-in-order.ts';
import { readFindings } from '../../functions/image/read-findings.ts';
import { relianceOf } from '../../functions/image/reliance/reliance.ts';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';

/** What a report must have and no more, but for some results. */
const bare = (Results?: object[], more: object = {}) =>
  parseTrivyReport(
    JSON.stringify({ SchemaVersion: 2, ArtifactType: 'container_image', ...(Results && { Results }), ...more }),
  );
const tools = { scannerVersion: '0.68.2', database: { generation: 'g1', updatedAt: '2026-11-24T06:00:00Z' } };
const now = Date.parse('2026-11-24T12:00:00Z');

describe('a report that leaves out whatever it may', () => {
  it('bare report: of nothing has no system and no packages, and no findings', () => {
    expect(coverageOf(bare(), tools, now)).toMatchObject({ packages: { os: 0, library: 0 }, notices: [] });
    expect(coverageOf(bare(), tools, now)).not.toHaveProperty('os');
    expect(readFindings(bare())).toEqual([]);
  });

  it('bare report: a finding with an id alone is one, in a package without a name', () => {
    const report = bare([{ Class: 'lang-pkgs', Vulnerabilities: [{ VulnerabilityID: 'CVE-1' }] }]);
    expect(readFindings(report)).toEqual([
      {
        ...{ id: 'CVE-1', package: '', installed: '', status: 'unknown', severity: 'UNKNOWN' },
        ...{ class: 'library', type: '', target: '' },
      },
    ]);
    expect(coverageOf(report, tools, now).packages).toEqual({ os: 0, library: 1 });
  });

  it('bare report: a result without packages and findings counts none, a system without a release is one', () => {
    const report = bare([{ Class: 'os-pkgs' }], { Metadata: { OS: { Family: 'alpine' } } });
    const labelled = { ...tools, database: { ...tools.database, label: 'trivy-db:2' } };
    expect(coverageOf(report, labelled, now)).toMatchObject({
      os: { family: 'alpine', name: '', endOfLife: false },
      packages: { os: 0, library: 0 },
      database: { label: 'trivy-db:2', stale: false },
    });
  });

  it('bare report: packages of a system that is not told are relied on by nothing, so that they are matched as a whole', () => {
    expect(relianceOf(bare([{ Class: 'os-pkgs', Packages: [{ Name: 'musl', Version: '1' }] }]))).toBeUndefined();
    expect(relianceOf(bare([{ Class: 'lang-pkgs', Packages: [{ Name: 'a', Version: '1' }] }]))).toBeUndefined();
  });

  it('bare report: of two findings of one vulnerability the one that names a fix stays, whichever comes first', () => {
    const unfixed = { VulnerabilityID: 'CVE-1', PkgName: 'a' };
    const fixed = { ...unfixed, FixedVersion: '2' };
    expect(onceInOrder([unfixed, fixed])).toEqual([fixed]);
    expect(onceInOrder([fixed, unfixed])).toEqual([fixed]);
    expect(onceInOrder([unfixed, unfixed])).toEqual([unfixed]);
  });
});
