import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatabaseChanges } from '../../../functions/image/reliance/database-changes.ts';
import { changedAdvisories } from '../../../functions/trivy/database/changed-advisories.ts';
import { laterSampleDatabase, sampleDatabase } from '../../../sample/database/advisories.ts';
import { type Bucket, writeBolt } from '../../../sample/database/write-bolt.ts';
import { writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';

type Texts = Record<string, string>;
interface Database {
  vulnerability: Texts;
  'data-source': Texts;
  'Red Hat CPE': Record<string, Texts>;
  advisories: Record<string, Record<string, Texts>>;
}

// Long texts put a package's bucket on pages of its own, and many keys make branches.
const text = fc.oneof(
  fc.constantFrom('', 'a', 'b'),
  fc.constantFrom('x', 'y').map((one) => one.repeat(3_000)),
);
const texts = (most: number, value = text) =>
  fc.dictionary(
    fc.integer({ min: 0, max: 400 }).map((number) => `CVE-${number}`),
    value,
    { maxKeys: most, noNullPrototype: true },
  );
const named = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true });
const database: fc.Arbitrary<Database> = fc.record({
  vulnerability: texts(300),
  'data-source': fc.constantFrom<Texts>({}, {}, { 'debian 12': 'tracker' }),
  'Red Hat CPE': fc.constantFrom<Record<string, Texts>>({}, {}, { repository: { 'rhel-8': '1' } }),
  advisories: named(['debian 12', 'alpine 3.18', 'npm::ghsa'], named(['openssl', 'curl', 'zlib', 'a'], texts(4))),
});

const values = (record: Texts): Bucket =>
  new Map(Object.entries(record).map(([key, value]) => [key, Buffer.from(value)]));
const buckets = (record: Record<string, Texts>): Bucket =>
  new Map(Object.entries(record).map(([key, value]) => [key, values(value)]));
const rootOf = ({ vulnerability, advisories, ...rest }: Database): Map<string, Bucket> =>
  new Map<string, Bucket>([
    ['vulnerability', values(vulnerability)],
    ['data-source', values(rest['data-source'])],
    ['Red Hat CPE', buckets(rest['Red Hat CPE'])],
    ...Object.entries(advisories).map(([name, packages]): [string, Bucket] => [name, buckets(packages)]),
  ]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)])
    : value;
const changedKeys = (a: Record<string, unknown>, b: Record<string, unknown>): string[] =>
  Object.keys({ ...a, ...b })
    .filter((key) => !same(a[key], b[key]))
    .toSorted();

function naive(a: Database, b: Database): DatabaseChanges {
  const names = Object.keys({ ...a.advisories, ...b.advisories }).toSorted();
  const isOnBoth = (bucket: string) => bucket in a.advisories && bucket in b.advisories;
  return {
    whole: [
      ...new Set([
        ...changedKeys(a['data-source'], b['data-source']),
        ...(same(a['Red Hat CPE'], b['Red Hat CPE']) ? [] : ['Red Hat']),
        ...names.filter((bucket) => !isOnBoth(bucket)),
      ]),
    ].toSorted(),
    packages: names
      .map((bucket) => ({ bucket, names: changedKeys(a.advisories[bucket] ?? {}, b.advisories[bucket] ?? {}) }))
      .filter((change) => change.names.length > 0),
    vulnerabilities: changedKeys(a.vulnerability, b.vulnerability),
  };
}

describe('changed advisories', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-changed-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const compare = (a: Database, b: Database): Promise<DatabaseChanges> => {
    const paths = [join(directory, 'before.db'), join(directory, 'after.db')] as const;
    writeBolt(paths[0], rootOf(a));
    writeBolt(paths[1], rootOf(b));
    return changedAdvisories(...paths);
  };

  it('changed advisories: walked in step, two databases differ where a comparison of all values says so', async () => {
    await fc.assert(
      fc.asyncProperty(database, database, async (a, b) => {
        expect(await compare(a, b)).toEqual(naive(a, b));
      }),
    );
  });

  it('changed advisories: one change in an otherwise equal database is found alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        database,
        fc.constantFrom('debian 12', 'new'),
        fc.constantFrom('curl', 'b'),
        async (a, bucket, name) => {
          const packages = { ...a.advisories[bucket], [name]: { ...a.advisories[bucket]?.[name], 'CVE-999': 'new' } };
          const b = { ...a, advisories: { ...a.advisories, [bucket]: packages } };
          const found = {
            whole: bucket in a.advisories ? [] : [bucket],
            packages: [{ bucket, names: [name] }],
            vulnerabilities: [],
          };
          expect(await compare(a, b)).toEqual(found);
          expect(await compare(b, a)).toEqual(found);
          expect(await compare(a, a)).toEqual({ whole: [], packages: [], vulnerabilities: [] });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('changed advisories: two generations of the sample database differ in what was published, withdrawn, fixed and rated anew', async () => {
    const paths = [sampleDatabase, laterSampleDatabase].map((advisories, place) => {
      writeTrivyDatabase(join(directory, `${place}`), advisories);
      return join(directory, `${place}`, 'db', 'trivy.db');
    });
    expect(await changedAdvisories(paths[0]!, paths[1]!)).toEqual({
      // Its only advisory was withdrawn.
      whole: ['cargo::GitHub Security Advisory Rust'],
      packages: [
        { bucket: 'alpine 3.18', names: ['openssl'] },
        { bucket: 'cargo::GitHub Security Advisory Rust', names: ['time'] },
        { bucket: 'debian 12', names: ['openssl'] },
        { bucket: 'go::GitHub Security Advisory Go', names: ['stdlib'] },
      ],
      vulnerabilities: ['CVE-2020-26235', 'CVE-2021-44906', 'CVE-2023-2650', 'CVE-2023-32681', 'CVE-2023-39325'],
    });
  });

  it('changed advisories: a database that is cut off is broken', async () => {
    const entries = Array.from({ length: 2_000 }, (_, id) => [`CVE-${id}`, 'x'.repeat(100)]);
    const whole = { vulnerability: Object.fromEntries(entries), 'data-source': {}, 'Red Hat CPE': {}, advisories: {} };
    await compare(whole, whole);
    const path = join(directory, 'after.db');
    truncateSync(path, 10 * 4_096);
    await expect(changedAdvisories(join(directory, 'before.db'), path)).rejects.toMatchObject({
      code: 'database_broken',
    });
  });
});
