import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DatabaseChanges, touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import { relianceOf } from '../../../functions/image/reliance/reliance.ts';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';

/** bucket -> package -> id -> version that is fixed; texts and severity of each id */
interface Database {
  advisories: Record<string, Record<string, Record<string, number>>>;
  vulnerabilities: Record<string, string>;
}
interface Package {
  Name: string;
  SrcName?: string;
  Version: string;
  stream?: string;
}
interface Image {
  family: 'debian' | 'alma' | '';
  release: string;
  system: Package[];
  libraries: Package[];
}

const dictionary = <T>(keys: readonly string[], value: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...keys), value, { noNullPrototype: true });
const ids = ['CVE-1', 'CVE-2', 'CVE-3'];
const names = ['openssl', 'libssl3', 'curl', 'nodejs:16::npm', 'npm', 'ruamel-yaml'];
const buckets = ['debian 11', 'debian 12', 'alma 9', 'pip::one', 'pip::two', 'npm::one', 'Red Hat'];
const database: fc.Arbitrary<Database> = fc.record({
  advisories: dictionary(buckets, dictionary(names, dictionary(ids, fc.integer({ min: 1, max: 3 })))),
  vulnerabilities: dictionary(ids, fc.constantFrom('LOW', 'HIGH')),
});
const one = fc.record(
  {
    Name: fc.constantFrom('openssl', 'libssl3', 'curl', 'npm', 'Ruamel_YAML'),
    SrcName: fc.constantFrom('openssl', 'curl', 'other'),
    Version: fc.constantFrom('0', '1', '2'),
    stream: fc.constant('nodejs:16'),
  },
  { requiredKeys: ['Name', 'Version'] },
);
const image: fc.Arbitrary<Image> = fc.record({
  family: fc.constantFrom('debian', 'alma', ''),
  release: fc.constantFrom('9', '11', '12'),
  system: fc.array(one, { maxLength: 3 }),
  libraries: fc.array(one, { maxLength: 3 }),
});

/** Finds as Trivy does: packages of Debian by their source, of Alma by their name and module, of Python by a name that is made alike, in all buckets that begin so. */
function find({ family, release, system, libraries }: Image, { advisories, vulnerabilities }: Database): string[] {
  const lookUp = (bucket: string, name: string, version: string): string[] =>
    Object.entries(advisories[bucket]?.[name] ?? {})
      .filter(([, fixed]) => Number(version) < fixed)
      .map(([id, fixed]) => `${id} ${name} ${version} ${fixed} ${vulnerabilities[id]}`);
  const ofSystem = system.flatMap(({ Name, SrcName, Version, stream }) => {
    if (family === 'debian') return lookUp(`debian ${release}`, SrcName ?? '', Version);
    if (family === 'alma') return lookUp('alma 9', stream ? `${stream}::${Name}` : Name, Version);
    return [];
  });
  const ofLibraries = libraries.flatMap(({ Name, Version }) =>
    Object.keys(advisories)
      .filter((bucket) => bucket.startsWith('pip::'))
      .flatMap((bucket) => lookUp(bucket, Name.toLowerCase().replaceAll('_', '-'), Version)),
  );
  const isKnown = family === '' || Object.keys(advisories).some((bucket) => bucket === `${family} ${release}`);
  return [...ofSystem, ...ofLibraries, `known: ${isKnown}`].toSorted();
}

const reportOf = (of: Image, findings: readonly string[]): TrivyReport =>
  ({
    SchemaVersion: 2,
    ArtifactType: 'container_image',
    Metadata: of.family === '' ? {} : { OS: { Family: of.family, Name: of.release } },
    Results: [
      ...(of.family === '' ? [] : [{ Class: 'os-pkgs', Type: of.family, Packages: of.system }]),
      {
        Class: 'lang-pkgs',
        Type: 'python-pkg',
        Packages: of.libraries,
        Vulnerabilities: findings.slice(0, -1).map((finding) => ({ VulnerabilityID: finding.split(' ')[0]! })),
      },
    ],
  }) as unknown as TrivyReport;

const differing = (a: Record<string, unknown>, b: Record<string, unknown>): string[] =>
  Object.keys({ ...a, ...b }).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));

const changesBetween = (a: Database, b: Database): DatabaseChanges => ({
  whole: Object.keys({ ...a.advisories, ...b.advisories }).filter(
    (bucket) => !(bucket in a.advisories && bucket in b.advisories),
  ),
  packages: buckets.map((bucket) => ({
    bucket,
    names: differing(a.advisories[bucket] ?? {}, b.advisories[bucket] ?? {}),
  })),
  vulnerabilities: differing(a.vulnerabilities, b.vulnerabilities),
});

/** One database, and another that is different in little. */
const twoDatabases = fc
  .tuple(database, database, fc.constantFrom(...buckets), fc.constantFrom(...names))
  .map(([a, b, bucket, name]): [Database, Database] => [
    a,
    {
      vulnerabilities: a.vulnerabilities,
      advisories: {
        ...a.advisories,
        [bucket]: { ...a.advisories[bucket], [name]: b.advisories[bucket]?.[name] ?? {} },
      },
    },
  ]);

it('untouched: an image that no change touches has the same findings with both databases, whatever they are', () => {
  let untouched = 0;
  fc.assert(
    fc.property(fc.oneof(fc.tuple(database, database), twoDatabases), image, ([a, b], of) => {
      const before = find(of, a);
      const reliance = relianceOf(reportOf(of, before));
      if (reliance === undefined || touchesResult(changesBetween(a, b))(reliance)) return;
      untouched += 1;
      expect(find(of, b)).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
  // Else it would prove nothing.
  expect(untouched).toBeGreaterThan(100);
});

it('untouched: nor does one that none of several changes touches have others after the last of them', () => {
  let untouched = 0;
  const few = fc
    .tuple(twoDatabases, fc.constantFrom(...buckets), fc.constantFrom(...names))
    .map(([[a, b], bucket, name]): Database[] => {
      const { [name]: _, ...others } = b.advisories[bucket] ?? {};
      return [a, b, { ...b, advisories: { ...b.advisories, [bucket]: others } }];
    });
  fc.assert(
    fc.property(fc.oneof(few, fc.array(database, { minLength: 3, maxLength: 4 })), image, (chain, of) => {
      const before = find(of, chain[0]!);
      const reliance = relianceOf(reportOf(of, before));
      const steps = chain.slice(1).map((after, place) => touchesResult(changesBetween(chain[place]!, after)));
      if (reliance === undefined || steps.some((touches) => touches(reliance))) return;
      untouched += 1;
      expect(find(of, chain.at(-1)!)).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
  expect(untouched).toBeGreaterThan(50);
});
