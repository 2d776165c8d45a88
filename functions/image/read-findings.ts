import type { ImageFinding, PackageClass } from './finding.ts';
import { canonicalPurl } from './purl.ts';
import { severityOf, severityRank } from './severity.ts';
import type { TrivyReport, TrivyResult, TrivyVulnerability } from './trivy-report.ts';

/** Every finding of a report, the most severe first, those of one package side by side. */
export function readFindings(report: TrivyReport): ImageFinding[] {
  const findings: ImageFinding[] = [];
  for (const result of report.Results ?? []) {
    for (const vulnerability of result.Vulnerabilities ?? []) findings.push(readFinding(result, vulnerability));
  }
  return findings.toSorted(worstFirst);
}

export const packageClass = (result: TrivyResult): PackageClass => (result.Class === 'os-pkgs' ? 'os' : 'library');

/** Trivy's status, which it leaves out where it knows no more than whether there is a fixed version. */
export const statusOf = ({ Status, FixedVersion }: TrivyVulnerability): string =>
  Status ?? (FixedVersion ? 'fixed' : 'unknown');

function readFinding(result: TrivyResult, found: TrivyVulnerability): ImageFinding {
  const purl = found.PkgIdentifier?.PURL;
  return {
    id: found.VulnerabilityID,
    package: found.PkgName ?? '',
    ...(purl !== undefined && { purl: canonicalPurl(purl) }),
    ...(found.PkgPath !== undefined && { path: found.PkgPath }),
    installed: found.InstalledVersion ?? '',
    ...(found.FixedVersion && { fixed: found.FixedVersion }),
    status: statusOf(found),
    severity: severityOf(found.Severity),
    ...(found.SeveritySource !== undefined && { severitySource: found.SeveritySource }),
    ...(found.Title !== undefined && { title: found.Title }),
    class: packageClass(result),
    type: result.Type ?? '',
    target: result.Target ?? '',
    ...(found.PrimaryURL !== undefined && { url: found.PrimaryURL }),
    ...(found.Layer?.DiffID !== undefined && { layer: found.Layer.DiffID }),
  };
}

export function worstFirst(one: ImageFinding, other: ImageFinding): number {
  return (
    severityRank(one.severity) - severityRank(other.severity) ||
    compare(one.package, other.package) ||
    compare(one.id, other.id) ||
    compare(one.path ?? '', other.path ?? '')
  );
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
