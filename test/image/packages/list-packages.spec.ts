import { describe, expect, it } from 'vitest';
import { listPackages } from '../../../functions/image/packages/list-packages.ts';
import { repositoryIn } from '../../../functions/image/packages/repository.ts';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';

type Package = Record<string, unknown>;
const os = { Family: 'debian', Name: '12.1' };
const curl = { Name: 'curl', Version: '7.88.1', Release: '10', Arch: 'amd64', SrcName: 'curl', SrcVersion: '7.88.1' };
const report = (packages: Package[], more: { OS?: object; Class?: string; Type?: string } = {}): TrivyReport =>
  ({
    SchemaVersion: 2,
    ArtifactType: 'container_image',
    Metadata: { OS: more.OS ?? os },
    Results: [
      { Target: 'x', Class: more.Class ?? 'os-pkgs', Type: more.Type ?? 'debian', Packages: packages },
      { Target: 'key.pem', Class: 'secret' },
    ],
  }) as TrivyReport;
const keyOf = (entry: Package, more: Parameters<typeof report>[1] = {}, analyses: string[] = []): string =>
  listPackages(report([entry], more), analyses)![0]![0]!.distinct.key;

describe('packages of a report', () => {
  it('listed packages: results of other scanners have none', () => {
    expect(listPackages(report([curl]), [])![1]).toBeUndefined();
  });

  it('listed packages: an image without packages has an empty list', () => {
    expect(listPackages({ SchemaVersion: 2, ArtifactType: 'container_image' }, [])).toEqual([]);
    expect(listPackages(report([]), [])![0]).toEqual([]);
  });

  it.each([
    ['ID', 'curl@7'],
    ['Identifier', { PURL: 'pkg:deb/debian/curl@7' }],
    ['Layer', { DiffID: 'sha256:1' }],
    ['FilePath', 'var/lib/dpkg/status'],
    ['InstalledFiles', ['/usr/bin/curl']],
    ['DependsOn', ['libc6']],
    ['Licenses', ['MIT']],
  ])('package key: %s is of the place', (name, value) => {
    expect(keyOf({ ...curl, [name]: value })).toBe(keyOf(curl));
  });

  it.each([
    ['Name', 'libcurl'],
    ['Version', '7.88.2'],
    ['Release', '11'],
    ['Epoch', 1],
    ['Arch', 'arm64'],
    ['SrcName', 'libcurl'],
    ['SrcVersion', '7.80.0'],
    ['SrcRelease', '1'],
    ['SrcEpoch', 1],
    ['Modularitylabel', 'nodejs:10'],
    ['BuildInfo', { ContentSets: ['rhel-8'] }],
    ['SomethingNew', true],
  ])('package key: %s tells packages apart', (name, value) => {
    expect(keyOf({ ...curl, [name]: value })).not.toBe(keyOf(curl));
  });

  it('package key: the order of fields does not matter', () => {
    expect(keyOf(Object.fromEntries(Object.entries(curl).toReversed()))).toBe(keyOf(curl));
  });

  it('package key: system, release, extended support and repository tell packages apart; end of life does not', () => {
    const systems = [
      { ...os, Family: 'ubuntu' },
      { ...os, Name: '12.2' },
      { ...os, extended: true },
    ];
    const keys = [keyOf(curl), ...systems.map((OS) => keyOf(curl, { OS }))];
    keys.push(keyOf(curl, {}, ['{"Repository":{"Family":"alpine","Release":"edge"}}']));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(curl, { OS: { ...os, EOSL: true } })).toBe(keyOf(curl));
  });

  it('package key: libraries of two kinds are told apart, systems are not asked', () => {
    const entry = { Name: 'lodash', Version: '4.17.20' };
    const library = (Type: string, OS: object = os) =>
      keyOf(entry, { Class: 'lang-pkgs', Type, OS }, ['{"Repository":{"Family":"alpine"}}']);
    expect(library('node-pkg')).not.toBe(library('npm'));
    expect(library('node-pkg', { Family: 'alpine', Name: '3' })).toBe(library('node-pkg'));
  });

  it.each([
    { Version: '1.2.3+root.io.1' },
    { Version: '1.2', Release: '1.root.io.3' },
    { Version: '8.1.2-r10071' },
    { Name: 'seal-curl' },
    { SrcName: 'Seal-curl' },
    { Name: '@seal-security/lodash' },
  ])('packages of a patch vendor: an image with %o is matched as a whole', (change) => {
    expect(listPackages(report([{ ...curl }, { ...curl, ...change }]), [])).toBeUndefined();
  });

  it('packages of a patch vendor: names and versions that only look so are none', () => {
    const entries = [
      { Name: 'sealert', Version: '1' },
      { Name: 'libseal-dev', Version: '8.1.2-r0' },
      { Version: 'x.rootXio' },
    ];
    expect(listPackages(report(entries), [])).toBeDefined();
  });

  it('repository: the uppermost layer that names one counts', () => {
    expect(
      repositoryIn([
        '{"Repository":{"Release":"3.18"}}',
        '{"Repository":{"Release":"edge"}}',
        '{"Repository":null}',
        '{}',
      ]),
    ).toEqual({
      Release: 'edge',
    });
    expect(repositoryIn([])).toBeUndefined();
  });
});
