import { describe, expect, it } from 'vitest';
import { type DatabaseChanges, touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import { marksOf, type Reliance, relianceOf } from '../../../functions/image/reliance/reliance.ts';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';

interface Sample {
  family?: string;
  system?: readonly object[] | null;
  libraries?: { type: string; packages: readonly object[] };
  found?: readonly string[];
  supplier?: string;
}

const reportOf = ({ family = 'debian', system = [], libraries, found = [], supplier }: Sample): TrivyReport =>
  ({
    SchemaVersion: 2,
    ArtifactType: 'container_image',
    Metadata: family === '' ? {} : { OS: { Family: family, Name: '12.5', ...(supplier && { Supplier: supplier }) } },
    Results: [
      ...(system === null
        ? []
        : [
            {
              Class: 'os-pkgs',
              Type: family,
              Packages: system,
              Vulnerabilities: found.map((id) => ({ VulnerabilityID: id })),
            },
          ]),
      ...(libraries ? [{ Class: 'lang-pkgs', Type: libraries.type, Packages: libraries.packages }] : []),
      { Class: 'secret', Target: 'key.pem' },
    ],
  }) as TrivyReport;

const libssl = { Name: 'libssl3', SrcName: 'openssl', Version: '3.0.9', Release: '1' };
const image = (sample: Sample): Reliance => relianceOf(reportOf(sample))!;
const none: DatabaseChanges = { whole: [], packages: [], vulnerabilities: [] };
const touches = (changes: Partial<DatabaseChanges>, reliance: Reliance): boolean =>
  touchesResult({ ...none, ...changes })(reliance);
const changed = (bucket: string, ...names: string[]) => ({ packages: [{ bucket, names }] });

describe('what a result relies on', () => {
  it('reliance: is the same for the same packages and vulnerabilities in any order, and each once', () => {
    const one = image({ system: [libssl, { Name: 'zlib1g', SrcName: 'zlib' }], found: ['CVE-1', 'CVE-2'] });
    const other = image({ system: [{ Name: 'zlib1g', SrcName: 'zlib' }, libssl, libssl], found: ['CVE-2', 'CVE-1'] });
    expect(one).toEqual(other);
    expect([...marksOf(one)]).toHaveLength(6);
    expect(new Set(marksOf(one)).size).toBe(6);
  });

  it.each<[string, Sample]>([
    ['a system whose rules are not known', { family: 'redhat' }],
    ['a system of that kind without packages', { family: 'sles', system: null }],
    ['a system of a supplier of its own', { family: 'alpine', supplier: 'rapidfort' }],
    ['packages of no system', { family: '', system: [libssl] }],
    ['libraries of an unknown kind', { libraries: { type: 'haskell', packages: [{ Name: 'a' }] } }],
    ['results without a kind', { libraries: { type: undefined as never, packages: [{ Name: 'a' }] } }],
    ['an archive without coordinates', { libraries: { type: 'jar', packages: [{ Name: 'app', Version: '1' }] } }],
    ['a package without a name', { system: [{ Version: '1' }] }],
    ['a package of Seal', { system: [{ Name: 'seal-openssl', Version: '1' }] }],
    ['a library of Seal', { libraries: { type: 'node-pkg', packages: [{ Name: '@seal-security/ejs' }] } }],
    ['a sealed version', { libraries: { type: 'python-pkg', packages: [{ Name: 'django', Version: '4.2.8+sp1' }] } }],
    ['a package of Root.io', { system: [{ ...libssl, Release: '1.root.io.1' }] }],
    ['a package of Root.io in Alpine', { family: 'alpine', system: [{ Name: 'curl', Version: '8.5.0-r10071' }] }],
  ])('reliance: is not known of %s', (_, sample) => {
    expect(relianceOf(reportOf(sample))).toBeUndefined();
  });

  it('reliance: is not known of a report without its list of packages, or of more than a row holds', () => {
    const { Results, ...report } = reportOf({});
    const { Packages: _, ...unlisted } = Results![0]!;
    expect(relianceOf({ ...report, Results: [unlisted] } as TrivyReport)).toBeUndefined();
    const many = Array.from({ length: 8_001 }, (_, at) => ({ Name: `p${at}` }));
    expect(relianceOf(reportOf({ system: many }))).toBeUndefined();
    expect(relianceOf(reportOf({ system: many.slice(1) }))).toBeDefined();
    expect(relianceOf({ SchemaVersion: 2, ArtifactType: 'container_image' })).toMatchObject({ places: [], marks: '' });
  });
});

describe('a change of the database', () => {
  it('change: touches an image by the source or the name of a package, in its own system only', () => {
    const debian = image({ system: [libssl] });
    expect(touches(none, debian)).toBe(false);
    expect(touches(changed('debian 12', 'openssl'), debian)).toBe(true);
    expect(touches(changed('debian 11', 'libssl3'), debian)).toBe(true);
    expect(touches(changed('debian 12', 'zlib'), debian)).toBe(false);
    expect(touches(changed('ubuntu 22.04', 'openssl'), debian)).toBe(false);
    expect(touches(changed('npm::ghsa', 'openssl'), debian)).toBe(false);
    expect(touches(changed('Red Hat', 'openssl'), debian)).toBe(false);
  });

  it('change: touches what was found, though no advisory is different', () => {
    const reliance = image({ system: [libssl], found: ['CVE-1'] });
    expect(touches({ vulnerabilities: ['CVE-1'] }, reliance)).toBe(true);
    expect(touches({ vulnerabilities: ['CVE-2', 'openssl'] }, reliance)).toBe(false);
  });

  it('change: packages of modules, and names that Trivy writes otherwise, are the same', () => {
    expect(touches(changed('alma 8', 'nodejs:16::npm'), image({ family: 'alma', system: [{ Name: 'npm' }] }))).toBe(
      true,
    );
    const python = image({ libraries: { type: 'python-pkg', packages: [{ Name: 'Typing_Extensions' }] } });
    expect(touches(changed('pip::ghsa', 'typing-extensions'), python)).toBe(true);
    expect(touches(changed('conan::ghsa', 'typing-extensions'), python)).toBe(false);
  });

  it('change: that of a bucket as such touches all of its system or kind, those without a package, too', () => {
    const bare = image({ system: null });
    expect(touches({ whole: ['debian 12'] }, bare)).toBe(true);
    expect(touches({ whole: ['npm::new source', 'Red Hat', 'alpine 3.20'] }, bare)).toBe(false);
    const node = image({ family: '', system: null, libraries: { type: 'node-pkg', packages: [{ Name: 'a' }] } });
    expect(touches({ whole: ['npm::new source'] }, node)).toBe(true);
  });

  it('change: touches whatever other rules made', () => {
    expect(touches(none, { ...image({}), version: 0 })).toBe(true);
  });
});
