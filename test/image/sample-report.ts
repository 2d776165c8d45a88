import { parseTrivyReport, type TrivyReport } from '../../functions/image/trivy-report.ts';

export interface SampleVulnerability {
  id: string;
  name?: string;
  severity?: string;
  fixed?: string;
  status?: string;
  path?: string;
  purl?: string;
}

export interface SampleResult {
  class?: string;
  type?: string;
  target?: string;
  packages?: number;
  vulnerabilities?: readonly SampleVulnerability[];
}

const loopback = '127.0.0.1:40123/0f0f0f0f';

/** A report in Trivy's shape, of an image with a loopback name. */
export function sampleReportJson(
  results: readonly SampleResult[] | undefined,
  os: { family: string; name: string; eosl?: boolean } | null = { family: 'debian', name: '12.5' },
): string {
  return JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: `${loopback}@sha256:${'a'.repeat(64)}`,
    ArtifactType: 'container_image',
    Metadata: {
      ...(os && { OS: { Family: os.family, Name: os.name, ...(os.eosl && { EOSL: true }) } }),
      ImageID: `sha256:${'1'.repeat(64)}`,
      RepoDigests: [`${loopback}@sha256:${'a'.repeat(64)}`],
      Reference: `${loopback}@sha256:${'a'.repeat(64)}`,
      ImageConfig: { architecture: 'amd64', os: 'linux' },
    },
    ...(results && { Results: results.map(toResult) }),
  });
}

export const sampleReport = (...given: Parameters<typeof sampleReportJson>): TrivyReport =>
  parseTrivyReport(sampleReportJson(...given));

function toResult({ class: kind = 'os-pkgs', type = 'debian', target, packages = 1, vulnerabilities }: SampleResult) {
  return {
    Target: target ?? (kind === 'os-pkgs' ? `${loopback}@sha256:${'a'.repeat(64)} (debian 12.5)` : 'app/app'),
    Class: kind,
    Type: type,
    Packages: Array.from({ length: packages }, (_, index) => ({ Name: `package-${index}` })),
    ...(vulnerabilities && { Vulnerabilities: vulnerabilities.map(toVulnerability) }),
  };
}

const toVulnerability = ({ id, name = 'openssl', severity, fixed, status, path, purl }: SampleVulnerability) => ({
  VulnerabilityID: id,
  PkgName: name,
  InstalledVersion: '1.0',
  ...(path && { PkgPath: path }),
  ...(purl && { PkgIdentifier: { PURL: purl } }),
  ...(fixed && { FixedVersion: fixed }),
  ...(status && { Status: status }),
  ...(severity && { Severity: severity }),
});
