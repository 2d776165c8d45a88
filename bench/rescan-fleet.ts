import { createHash } from 'node:crypto';
import type { TrivyReport, TrivyResult, TrivyVulnerability } from '../functions/image/trivy-report.ts';
import type { AnalysedLayer } from '../functions/trivy/server/read-analyses.ts';
import type { Advisories, Advisory } from '../sample/database/write-trivy-database.ts';

/** A package of a made-up image; one of the system has a source. */
export interface FleetPackage {
  name: string;
  source?: string;
}

export interface FleetImage {
  digest: string;
  repository: string;
  /** a base that others share, and its own */
  layers: { digest: string; packages: readonly FleetPackage[] }[];
}

const bases = 8;
const packagesOfBase = 100;
const pool = { system: 1_500, libraries: 1_500 };
const own = { system: 20, libraries: 36 };
const repositories = 500;
const version = '1.0.0';

const system = (name: string): FleetPackage => ({ name, source: `src-${name}` });
const many = (count: number, make: (at: number) => FleetPackage) => Array.from({ length: count }, (_, at) => make(at));
const basePackages = many(bases * packagesOfBase, (at) => system(`base-${at}`));
const systemPackages = many(pool.system, (at) => system(`lib-${at}`));
const libraries = many(pool.libraries, (at) => ({ name: `package-${at}` }));
/** Held by so many images, however many there are in all. */
const fewImages = 50;
const fewPackages = many(5, (at) => ({ name: `few-${at}` }));
export const fleetPackages: readonly FleetPackage[] = [
  ...basePackages,
  ...systemPackages,
  ...libraries,
  ...fewPackages,
];
/** Those that few images hold: the less popular half of what is not in a base. */
const rare = [...systemPackages.slice(pool.system / 2), ...libraries.slice(pool.libraries / 2)];

/** Image number `at`, the same each time: 156 packages, popular ones first. */
export function fleetImage(at: number): FleetImage {
  const random = randomOf(at + 1);
  const pick = (from: readonly FleetPackage[], count: number): FleetPackage[] => {
    const picked = new Set<FleetPackage>();
    while (picked.size < count) picked.add(from[Math.floor(from.length * random() ** 3)]!);
    return [...picked];
  };
  const base = Math.floor(bases * random() ** 2);
  const inBase = basePackages.slice(base * packagesOfBase, (base + 1) * packagesOfBase);
  return {
    digest: digestOf(`image ${at}`),
    repository: `registry.example/app-${at % repositories}`,
    layers: [
      { digest: digestOf(`base ${base}`), packages: inBase },
      {
        digest: digestOf(`layer ${at}`),
        packages: [
          ...pick(systemPackages, own.system),
          ...pick(libraries, own.libraries),
          ...(at >= 0 && at < fewImages ? [fewPackages[at % fewPackages.length]!] : []),
        ],
      },
    ],
  };
}

export const analysedLayers = ({ layers }: Pick<FleetImage, 'layers'>): AnalysedLayer[] =>
  layers.map(({ digest }) => ({ digest, key: digest, diffId: digest }));

const os = { Family: 'debian', Name: '12.1' };

/** What Trivy keeps of a layer. */
export function analysisOf({ digest, packages }: FleetImage['layers'][number]): Buffer {
  const entries = packages.map((one) => entryOf(one));
  const ofSystem = entries.filter((_, at) => packages[at]!.source !== undefined);
  const others = entries.filter((_, at) => packages[at]!.source === undefined);
  return Buffer.from(
    JSON.stringify({
      SchemaVersion: 2,
      Digest: digest,
      DiffID: digest,
      OS: os,
      PackageInfos: [{ FilePath: `var/lib/dpkg/status.d/${digest.slice(7, 19)}`, Packages: ofSystem }],
      Applications: others.map((entry) => ({ Type: 'node-pkg', FilePath: entry.FilePath, Packages: [entry] })),
    }),
  );
}

const entryOf = ({ name, source }: FleetPackage): Record<string, unknown> => ({
  ...{ ID: `${name}@${version}`, Name: name, Version: version },
  ...(source === undefined
    ? { FilePath: `app/node_modules/${name}/package.json` }
    : { Release: '1', SrcName: source, SrcVersion: version, SrcRelease: '1', Arch: 'amd64' }),
});

/** The report of an image in which `found` is found of each package. */
export function reportOf(
  image: Pick<FleetImage, 'layers'>,
  found: (name: string) => readonly TrivyVulnerability[],
): TrivyReport {
  const results = [
    { Target: 'image (debian 12.1)', Class: 'os-pkgs', Type: 'debian', isOfSystem: true },
    { Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg', isOfSystem: false },
  ].map(({ isOfSystem, ...head }): TrivyResult => {
    const placed = image.layers.flatMap(({ digest, packages }) =>
      packages
        .filter(({ source }) => (source !== undefined) === isOfSystem)
        .map((one) => ({ one, Layer: { Digest: digest, DiffID: digest } })),
    );
    const Vulnerabilities = placed.flatMap(({ one, Layer }) =>
      found(one.name).map((finding) => ({ ...finding, Layer })),
    );
    return {
      ...head,
      Packages: placed.map(({ one, Layer }) => ({ ...entryOf(one), Layer })),
      ...(Vulnerabilities.length > 0 && { Vulnerabilities }),
    };
  });
  return {
    SchemaVersion: 2,
    ArtifactName: 'image',
    ArtifactType: 'container_image',
    Metadata: { OS: os, DiffIDs: image.layers.map(({ digest }) => digest) },
    Results: results.filter(({ Packages }) => Packages!.length > 0),
  };
}

/** Which packages have an advisory that was not there before: one of a hundred, evenly or among those that few images hold; five that are in 50 images; none that is in any. */
export const changedPackages = {
  even: fleetPackages.filter((_, at) => at % 100 === 50),
  skewed: rare.filter((_, at) => at % Math.floor((rare.length * 100) / fleetPackages.length) === 7),
  few: fewPackages,
  nothing: [{ name: 'in-no-image' }] as FleetPackage[],
};

/** One of thirty packages is vulnerable from the beginning; `later` are those of further changes, in their order. */
export function fleetAdvisories(later: readonly (readonly FleetPackage[])[]): Advisories {
  const packages: Record<string, Record<string, Record<string, Advisory>>> = { 'debian 12': {}, 'npm::fleet': {} };
  const ids = new Set<string>();
  const add = ({ name, source }: FleetPackage, id: string): void => {
    ids.add(id);
    const [bucket, key] = source === undefined ? ['npm::fleet', name] : ['debian 12', source];
    const advisory = source === undefined ? { VulnerableVersions: ['<2.0'], PatchedVersions: ['2.0'] } : { Status: 2 };
    packages[bucket]![key] = { ...packages[bucket]![key], [id]: advisory };
  };
  for (const [at, one] of fleetPackages.entries()) if (at % 30 === 0) add(one, `CVE-2025-${10_000 + at}`);
  for (const [change, changed] of later.entries()) {
    for (const [at, one] of changed.entries()) add(one, `CVE-2026-${(change + 1) * 10_000 + at}`);
  }
  const vulnerabilities = Object.fromEntries(
    [...ids].map((id) => [id, { Title: `about ${id}`, Severity: 'HIGH', VendorSeverity: { nvd: 3 } }]),
  );
  return { vulnerabilities, packages, updatedAt: new Date() };
}

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
