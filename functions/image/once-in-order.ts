import { severityOf, severityRank } from './severity.ts';
import type { TrivyVulnerability } from './trivy-report.ts';

/**
 * The findings of one result as Trivy lists them: each vulnerability once for a package in a place, with the later fix where two
 * advisories name one, in Trivy's order.
 */
export function onceInOrder(found: readonly TrivyVulnerability[]): TrivyVulnerability[] {
  const kept = new Map<string, TrivyVulnerability>();
  for (const one of found) {
    const identity = JSON.stringify([one.VulnerabilityID, one.PkgName, one.InstalledVersion, one.PkgPath]);
    const other = kept.get(identity);
    if (other === undefined || (other.FixedVersion ?? '') < (one.FixedVersion ?? '')) kept.set(identity, one);
  }
  return [...kept.values()].toSorted(inReportOrder);
}

function inReportOrder(one: TrivyVulnerability, other: TrivyVulnerability): number {
  return (
    compare(one.PkgName, other.PkgName) ||
    compare(one.InstalledVersion, other.InstalledVersion) ||
    severityRank(severityOf(one.Severity)) - severityRank(severityOf(other.Severity)) ||
    compare(one.VulnerabilityID, other.VulnerabilityID) ||
    compare(one.PkgPath, other.PkgPath)
  );
}

const compare = (one = '', other = ''): number => (one < other ? -1 : one > other ? 1 : 0);
