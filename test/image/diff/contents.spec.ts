import { describe, expect, it } from 'vitest';
import { readContents } from '../../../functions/image/diff/contents.ts';
import { diffContents, isUnchanged } from '../../../functions/image/diff/diff.ts';
import { parseTrivyReport } from '../../../functions/image/trivy-report.ts';

const report = (results: readonly object[]) =>
  parseTrivyReport(JSON.stringify({ SchemaVersion: 2, ArtifactType: 'container_image', Results: results }));
const found = (parts: object = {}) => ({
  ...{ VulnerabilityID: 'CVE-1', PkgName: 'bash', InstalledVersion: '1:5.2-15', Severity: 'HIGH', ...parts },
});
const system = (parts: object) => ({ Target: 'app:1 (rocky 9)', Class: 'os-pkgs', Type: 'rocky', ...parts });
const bash = { Name: 'bash', Version: '5.2', Release: '15', Epoch: 1 };

describe('contents', () => {
  it('contents: a package is known again by the version that its finding shows, epoch and release with it', () => {
    const before = readContents(report([system({ Vulnerabilities: [found()] })]));
    const after = readContents(report([system({ Packages: [bash] })]));
    expect(diffContents(before, after, false).withdrawn).toHaveLength(1);
    const newer = readContents(report([system({ Packages: [{ ...bash, Release: '16' }] })]));
    expect(diffContents(before, newer, false).fixed).toHaveLength(1);
  });

  it('contents: an image under another name has the same findings', () => {
    const before = readContents(report([system({ Vulnerabilities: [found()] })]));
    const after = readContents(report([system({ Target: 'app:2 (rocky 9)', Vulnerabilities: [found()] })]));
    expect(isUnchanged(diffContents(before, after, true))).toBe(true);
    expect(readContents(report([system({ Target: 'odd', Vulnerabilities: [found()] })])).findings[0]?.target).toBe('');
  });

  it('contents: packages of files are told apart by path, those of lock files by the file', () => {
    const files = (path: string) => ({ Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg', ...npm({ path }) });
    const npm = ({ path }: { path?: string }) => ({
      Packages: [{ Name: 'ws', Version: '7.4.0', ...(path && { FilePath: path }) }, {}],
      Vulnerabilities: [found({ PkgName: 'ws', InstalledVersion: '7.4.0', ...(path && { PkgPath: path }) })],
    });
    const lock = (target: string) => ({ Target: target, Class: 'lang-pkgs', Type: 'npm', ...npm({}) });
    for (const [one, other] of [
      [files('a/ws'), files('b/ws')],
      [lock('a/package-lock.json'), lock('b/package-lock.json')],
    ] as const) {
      const diff = diffContents(readContents(report([one])), readContents(report([other])), false);
      expect([diff.added.length, diff.fixed.length]).toEqual([1, 1]);
    }
  });

  it('contents: a report without results is empty', () => {
    expect(readContents(report([]))).toEqual({ findings: [], packages: new Set() });
    const bare = parseTrivyReport(JSON.stringify({ SchemaVersion: 2, ArtifactType: 'container_image' }));
    expect(readContents(bare).findings).toEqual([]);
    const nameless = readContents(report([{ Packages: [{ Name: 'a' }] }]));
    expect(nameless.packages.size).toBe(1);
  });
});
