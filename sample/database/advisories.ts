import type { Advisories, Advisory } from './write-trivy-database.ts';

const names = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
type Severity = (typeof names)[number];

const vulnerabilities: readonly (readonly [id: string, severity: Severity, source: string, title: string])[] = [
  ['CVE-2023-5363', 'HIGH', 'nvd', 'openssl: incorrect cipher key and IV length processing'],
  ['CVE-2023-0464', 'HIGH', 'nvd', 'openssl: denial of service by chains of X.509 policies'],
  ['CVE-2021-36159', 'CRITICAL', 'nvd', 'libfetch: out-of-bounds read in the FTP client'],
  ['CVE-2022-37434', 'CRITICAL', 'nvd', 'zlib: heap buffer overflow in inflate'],
  ['CVE-2021-23337', 'HIGH', 'ghsa', 'lodash: command injection via template'],
  ['CVE-2021-44906', 'CRITICAL', 'ghsa', 'minimist: prototype pollution'],
  ['CVE-2023-32681', 'MEDIUM', 'ghsa', 'requests: leak of the Proxy-Authorization header'],
  ['CVE-2021-44228', 'CRITICAL', 'ghsa', 'log4j-core: remote code execution in messages'],
  ['CVE-2022-32149', 'HIGH', 'ghsa', 'golang.org/x/text: ParseAcceptLanguage takes too long'],
  ['CVE-2020-26235', 'MEDIUM', 'ghsa', 'time: possible segmentation fault'],
  ['CVE-2022-30123', 'CRITICAL', 'ghsa', 'rack: shell escape sequences in its log'],
  ['CVE-2022-31090', 'HIGH', 'ghsa', 'guzzle: the Authorization header survives a change of host'],
];

type Row = readonly [bucket: string, name: string, id: string, advisory: Advisory];

const fixedIn = (bucket: string, name: string, id: string, FixedVersion: string): Row => [
  bucket,
  name,
  id,
  { FixedVersion },
];
const github = (ecosystem: string, label: string, name: string, id: string, range: string, patched: string): Row => [
  `${ecosystem}::GitHub Security Advisory ${label}`,
  name,
  id,
  { VulnerableVersions: [range], PatchedVersions: [patched] },
];

const rows: readonly Row[] = [
  fixedIn('debian 12', 'openssl', 'CVE-2023-5363', '3.0.11-1~deb12u2'),
  ['debian 12', 'openssl', 'CVE-2023-0464', { Status: 2, Severity: 3 }],
  fixedIn('alpine 3.18', 'openssl', 'CVE-2023-5363', '3.1.4-r0'),
  fixedIn('alma 9', 'openssl-libs', 'CVE-2023-5363', '1:3.0.7-25.el9_3'),
  fixedIn('alpine 3.10', 'apk-tools', 'CVE-2021-36159', '2.10.7-r0'),
  fixedIn('debian 11', 'zlib', 'CVE-2022-37434', '1:1.2.11.dfsg-2+deb11u2'),
  github('npm', 'npm', 'lodash', 'CVE-2021-23337', '<4.17.21', '4.17.21'),
  github('npm', 'npm', 'minimist', 'CVE-2021-44906', '>=1.0.0, <1.2.6', '1.2.6'),
  github('pip', 'pip', 'requests', 'CVE-2023-32681', '>=2.3.0, <2.31.0', '2.31.0'),
  github('maven', 'Maven', 'org.apache.logging.log4j:log4j-core', 'CVE-2021-44228', '>=2.13.0, <2.15.0', '2.15.0'),
  github('go', 'Go', 'golang.org/x/text', 'CVE-2022-32149', '<0.3.8', '0.3.8'),
  github('cargo', 'Rust', 'time', 'CVE-2020-26235', '>=0.1.0, <0.2.23', '0.2.23'),
  github('rubygems', 'RubyGems', 'rack', 'CVE-2022-30123', '>=2.2.0, <2.2.3.1', '2.2.3.1'),
  github('composer', 'Composer', 'guzzlehttp/guzzle', 'CVE-2022-31090', '>=7.0.0, <7.4.5', '7.4.5'),
];

/** What a result is labelled with that was found by these advisories. */
export const sampleLabel = 'sample database: a handful of advisories, not for real use';

/** The same of what `laterSampleDatabase` found. */
export const laterSampleLabel = `later ${sampleLabel}`;

/** A handful of advisories, with their real ids and versions, for the images that the sample and the tests make. */
export const sampleDatabase: Advisories = databaseOf(vulnerabilities, rows);

const withdrawn: ReadonlySet<string> = new Set(['CVE-2020-26235']);
const rated: Readonly<Record<string, Severity>> = { 'CVE-2021-44906': 'HIGH', 'CVE-2023-32681': 'HIGH' };

/**
 * The same some days later: two vulnerabilities are new (one in a package that had none), one was withdrawn, two are rated anew, and
 * there is a fix where there was none.
 */
export const laterSampleDatabase: Advisories = databaseOf(
  [
    ...vulnerabilities
      .filter(([id]) => !withdrawn.has(id))
      .map(([id, severity, source, title]) => [id, rated[id] ?? severity, source, title] as const),
    ['CVE-2023-2650', 'MEDIUM', 'nvd', 'openssl: very slow to translate ASN.1 object identifiers'],
    ['CVE-2023-39325', 'HIGH', 'ghsa', 'golang: rapid resets of HTTP/2 streams use up a server'],
  ],
  [
    ...rows.filter(([, , id]) => !withdrawn.has(id)),
    fixedIn('debian 12', 'openssl', 'CVE-2023-0464', '3.0.9-2'),
    fixedIn('debian 12', 'openssl', 'CVE-2023-2650', '3.0.9-2'),
    fixedIn('alpine 3.18', 'openssl', 'CVE-2023-2650', '3.1.3-r0'),
    github('go', 'Go', 'stdlib', 'CVE-2023-39325', '>=1.21.0, <1.21.3', '1.21.3'),
  ],
);

function databaseOf(known: typeof vulnerabilities, found: readonly Row[]): Advisories {
  return {
    vulnerabilities: Object.fromEntries(
      known.map(([id, severity, source, title]) => [
        id,
        { Title: title, Severity: severity, VendorSeverity: { [source]: names.indexOf(severity) } },
      ]),
    ),
    packages: byBucket(found),
    java: [],
  };
}

function byBucket(rows: readonly Row[]): Advisories['packages'] {
  const buckets: Record<string, Record<string, Record<string, Advisory>>> = {};
  for (const [bucket, name, id, advisory] of rows) {
    const packages = buckets[bucket] ?? {};
    buckets[bucket] = { ...packages, [name]: { ...packages[name], [id]: advisory } };
  }
  return buckets;
}
