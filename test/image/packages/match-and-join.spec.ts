import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinFindings, joinReport } from '../../../functions/image/packages/join-findings.ts';
import {
  type DistinctPackage,
  listPackages,
  type MatchGroup,
} from '../../../functions/image/packages/list-packages.ts';
import { mergeDocuments, positionOf } from '../../../functions/image/packages/merged-document.ts';
import { findingAt, type PackageFinding, packageFinding } from '../../../functions/image/packages/package-finding.ts';
import { putTexts, takeTexts } from '../../../functions/image/packages/vulnerability-texts.ts';
import type { TrivyReport, TrivyVulnerability } from '../../../functions/image/trivy-report.ts';

const groups: MatchGroup[] = [
  { os: { Family: 'debian', Name: '12' } },
  { os: { Family: 'alpine', Name: '3.18' }, repository: { Family: 'alpine', Release: 'edge' } },
  { os: { Family: 'redhat', Name: '8' }, buildInfo: { ContentSets: ['a'] } },
  { application: 'node-pkg' },
  { application: 'jar' },
];
const distinct = fc
  .record({
    group: fc.constantFrom(...groups),
    Name: fc.constantFrom('a', 'b', 'c'),
    Version: fc.constantFrom('1', '2'),
  })
  .map(({ group, ...fields }): DistinctPackage => ({ key: JSON.stringify([group, fields]), group, fields }));
const packages = fc.uniqueArray(distinct, { selector: ({ key }) => key, maxLength: 30 });

describe('documents of many packages', () => {
  it('merged documents: each package stands in one, under its position, among its own group', () => {
    fc.assert(
      fc.property(packages, fc.integer({ min: 1, max: 7 }), (all, most) => {
        const documents = mergeDocuments(all, most);
        const met = documents.flatMap((document) => document.packages.map(({ key }) => key));
        expect(met.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
        for (const { json, packages: members } of documents) {
          expect(members.length).toBeLessThanOrEqual(most);
          const { PackageInfos = [], Applications = [], ...head } = JSON.parse(json);
          const parts = [...PackageInfos, ...Applications];
          expect(parts).toHaveLength(1);
          for (const { ID, ...fields } of parts[0].Packages) {
            const { group, fields: own } = members[positionOf(ID)]!;
            expect(fields).toEqual(own);
            const stated = {
              os: head.OS,
              repository: head.Repository,
              buildInfo: head.BuildInfo,
              application: Applications[0]?.Type,
            };
            expect(JSON.parse(JSON.stringify(stated))).toEqual(group);
          }
        }
      }),
    );
  });

  it('merged documents: what Trivy names by no position is nobody', () => {
    expect([positionOf(undefined), positionOf('x')]).toEqual([Number.NaN, Number.NaN]);
  });
});

const entry = fc.record(
  {
    Name: fc.constantFrom('a', 'b'),
    Version: fc.constantFrom('1', '2'),
    ID: fc.constantFrom('a@1', 'b@1'),
    FilePath: fc.constantFrom('one', 'two', 'three'),
    Layer: fc.constantFrom({ DiffID: 'sha256:1' }, { DiffID: 'sha256:2' }),
    Identifier: fc.constant({ PURL: 'pkg:x' }),
  },
  { requiredKeys: ['Name', 'Version'] },
);
const reportOf = (Packages: object[], Class = 'lang-pkgs'): TrivyReport =>
  ({
    SchemaVersion: 2,
    ReportID: 'x',
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12', EOSL: true } },
    Results: [
      { Target: 'x', Class, Type: 'node-pkg', Packages, Vulnerabilities: [{ VulnerabilityID: 'CVE-OLD' }] },
      { Target: 'key.pem', Class: 'secret', Secrets: [] },
    ],
  }) as TrivyReport;
const findingOf = (
  id: string,
  { Name, Version }: { Name: string; Version: string },
  fixed: string,
): PackageFinding => ({
  VulnerabilityID: id,
  PkgName: Name,
  InstalledVersion: Version,
  FixedVersion: fixed,
  Severity: id === 'CVE-1' ? 'LOW' : 'HIGH',
});

describe('findings of packages joined to an image', () => {
  it('join: each package has the findings of its key where it is, each once, with the later fix', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), fc.boolean(), (entries, isOfSystem) => {
        const report = reportOf(entries, isOfSystem ? 'os-pkgs' : 'lang-pkgs');
        const listed = listPackages(report, [])!;
        const fieldsOf = new Map(
          listed.flatMap((result) => result ?? []).map(({ distinct: one }) => [one.key, one.fields]),
        );
        const findingsOf = (key: string) => {
          const fields = fieldsOf.get(key) as { Name: string; Version: string };
          if (fields.Version === '2') return [];
          return [findingOf('CVE-1', fields, '3'), findingOf('CVE-1', fields, '4'), findingOf('CVE-2', fields, '5')];
        };
        const found = joinFindings(report, listed, findingsOf)![0]!.Vulnerabilities ?? [];
        const places = entries
          .filter(({ Version }) => Version === '1')
          .map(({ Name, FilePath }) => JSON.stringify([Name, isOfSystem ? undefined : FilePath]));
        expect(found).toHaveLength(new Set(places).size * 2);
        for (const { PkgName, PkgPath, VulnerabilityID, FixedVersion } of found) {
          expect(places).toContain(JSON.stringify([PkgName, PkgPath]));
          expect(FixedVersion).toBe(VulnerabilityID === 'CVE-1' ? '4' : '5');
        }
      }),
    );
  });

  it('join: one package that was not matched leaves the image to be matched as a whole', () => {
    const report = reportOf([
      { Name: 'a', Version: '1' },
      { Name: 'b', Version: '1' },
    ]);
    const listed = listPackages(report, [])!;
    expect(joinFindings(report, listed, (key) => (key.includes('"a"') ? [] : undefined))).toBeUndefined();
    const joined = { findingsOf: () => undefined, endOfLife: () => true, mark, createdAt: '1970-01-01T00:00:00.000Z' };
    expect(joinReport(report, listed, joined)).toBeUndefined();
  });

  const mark = { Mode: 'rematch', Database: 'd', UpdatedAt: 'u' } as const;

  it('joined report: findings of before are gone, what other scanners found stays, end of life is of today', () => {
    const report = reportOf([{ Name: 'a', Version: '1' }]);
    const joined = (endOfLife: boolean | undefined) =>
      joinReport(report, listPackages(report, [])!, {
        findingsOf: () => [],
        endOfLife: () => endOfLife,
        mark,
        createdAt: '1970-01-01T00:00:00.000Z',
      })!;
    expect(joined(false)).toEqual({
      SchemaVersion: 2,
      ArtifactType: 'container_image',
      Rematch: mark,
      CreatedAt: '1970-01-01T00:00:00.000Z',
      Metadata: { OS: { Family: 'debian', Name: '12' } },
      Results: [
        { Target: 'x', Class: 'lang-pkgs', Type: 'node-pkg', Packages: [{ Name: 'a', Version: '1' }] },
        { Target: 'key.pem', Class: 'secret', Secrets: [] },
      ],
    });
    expect([true, undefined].map((isOver) => joined(isOver).Metadata?.OS?.EOSL)).toEqual([true, true]);
  });

  it('joined report: an image without packages has a report without results', () => {
    const report: TrivyReport = { SchemaVersion: 2, ArtifactType: 'container_image' };
    const joined = joinReport(report, [], {
      findingsOf: () => undefined,
      endOfLife: () => undefined,
      mark,
      createdAt: '1970-01-01T00:00:00.000Z',
    });
    expect(joined).not.toHaveProperty('Results');
    expect(joined).not.toHaveProperty('Metadata');
  });

  it('package finding: taken from its place and put there again it is as it was', () => {
    const found = {
      VulnerabilityID: 'CVE-1',
      PkgID: 'a@1',
      PkgName: 'a',
      PkgPath: 'one',
      PkgIdentifier: { PURL: 'pkg:x' },
      InstalledVersion: '1',
      Layer: { DiffID: 'sha256:1' },
      Title: 'a title',
      VendorSeverity: { nvd: 3 },
    } as TrivyVulnerability;
    const place = { ID: 'a@1', FilePath: 'one', Identifier: { PURL: 'pkg:x' }, Layer: { DiffID: 'sha256:1' } };
    expect(findingAt(packageFinding(found), place, false)).toEqual(found);
    expect(findingAt(packageFinding(found), place, true)).not.toHaveProperty('PkgPath');
  });

  it('texts of a vulnerability: taken away and put back, the finding is whole; ratings of a vendor stay', () => {
    const finding = {
      ...findingOf('CVE-1', { Name: 'a', Version: '1' }, '2'),
      Title: 't',
      CVSS: { nvd: {} },
      VendorSeverity: { nvd: 3 },
    };
    const { finding: rest, texts } = takeTexts(finding);
    expect(texts).toEqual({ Title: 't', CVSS: { nvd: {} } });
    expect(rest).not.toHaveProperty('Title');
    expect(rest).toHaveProperty('VendorSeverity');
    expect(putTexts(rest, texts)).toEqual(finding);
  });
});
