import type { TrivyReport, TrivyResult } from '../../../functions/image/trivy-report.ts';
import type { Advisories, Advisory } from '../../../sample/database/write-trivy-database.ts';

type Package = Record<string, unknown>;

export interface HandMadeImage {
  report: TrivyReport;
  /** analyses of its layers as Trivy would have made them, bottom to top */
  analyses: object[];
}

interface Made {
  os: { Family: string; Name: string };
  repository?: { Family: string; Release: string };
  packages: readonly Package[];
}

const fixed = (FixedVersion: string): Advisory => ({ FixedVersion });

/** Advisories for the images below; the names of their buckets and packages are Trivy's. */
export const handMadeAdvisories: Advisories = {
  vulnerabilities: Object.fromEntries(
    ['CVE-2021-22883', 'CVE-2022-32207', 'CVE-2023-38545', 'CVE-2023-5678', 'CVE-2024-0001'].map((id) => [
      id,
      { Title: `about ${id}`, Severity: 'HIGH', VendorSeverity: { nvd: 3 } },
    ]),
  ),
  packages: {
    'alma 8': {
      'nodejs:10::nodejs': { 'CVE-2021-22883': fixed('1:10.24.0-1.module_el8') },
      nodejs: { 'CVE-2024-0001': fixed('1:99') },
    },
    'alpine 3.18': { curl: { 'CVE-2022-32207': fixed('8.0.0-r0') } },
    'alpine edge': { curl: { 'CVE-2023-38545': fixed('8.4.0-r0') } },
    'debian 12': { curl: { 'CVE-2022-32207': fixed('7.85.0-1'), 'CVE-2023-38545': fixed('7.88.1-10+deb12u4') } },
    'root.io debian 12': { curl: { 'CVE-2023-5678': fixed('9') } },
  },
};

const node = {
  Name: 'nodejs',
  Version: '10.23.1',
  Release: '1.module_el8',
  Epoch: 1,
  Arch: 'x86_64',
  SrcName: 'nodejs',
};
const curl = { Name: 'curl', Version: '8.3.0-r0', Arch: 'x86_64', SrcName: 'curl', SrcVersion: '8.3.0-r0' };
const debianCurl = { Name: 'curl', Version: '7.88.1', Release: '10', Arch: 'amd64', SrcName: 'curl' };
const alpine = { Family: 'alpine', Name: '3.18.0' };
const debian = { Family: 'debian', Name: '12.1' };
const alma = { Family: 'alma', Name: '8.9' };

const made: Record<string, Made> = {
  module: { os: alma, packages: [{ ...node, Modularitylabel: 'nodejs:10:8030020210118191659:229f0a1c' }] },
  'no-module': { os: alma, packages: [node] },
  stable: { os: alpine, repository: { Family: 'alpine', Release: '3.18' }, packages: [curl] },
  edge: { os: alpine, repository: { Family: 'alpine', Release: 'edge' }, packages: [curl] },
  'one-source': { os: debian, packages: [{ ...debianCurl, SrcVersion: '7.88.1', SrcRelease: '10' }] },
  'other-source': { os: debian, packages: [{ ...debianCurl, SrcVersion: '7.80.0', SrcRelease: '1' }] },
  'two-places': {
    os: debian,
    packages: ['opt/one.rpm', 'opt/two.rpm'].map((FilePath) => ({
      ...debianCurl,
      SrcVersion: '7.88.1',
      SrcRelease: '10',
      FilePath,
    })),
  },
};

/** Images whose packages are told apart by what no name and version says. */
export const handMadeImages: Readonly<Record<string, HandMadeImage>> = Object.fromEntries(
  Object.entries(made).map(([name, image]) => [name, handMade(name, image)]),
);

function handMade(name: string, { os, repository, packages }: Made): HandMadeImage {
  const DiffID = `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`;
  const Layer = { Digest: DiffID, DiffID };
  const listed = packages.map((entry) => ({ ...entry, ID: `${entry.Name}@${entry.Version}` }));
  const result = {
    Target: `${name} (${os.Family} ${os.Name})`,
    Class: 'os-pkgs',
    Type: os.Family,
    Packages: listed.map((entry) => ({ ...entry, Layer })),
  } as TrivyResult;
  return {
    report: {
      SchemaVersion: 2,
      ArtifactName: name,
      ArtifactType: 'container_image',
      Metadata: { OS: os },
      Results: [result],
    },
    analyses: [
      {
        SchemaVersion: 2,
        Digest: DiffID,
        DiffID,
        OS: os,
        ...(repository && { Repository: repository }),
        PackageInfos: [{ FilePath: 'db', Packages: listed }],
      },
    ],
  };
}
