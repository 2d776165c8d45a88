import { packageClass, statusOf } from './read-findings.ts';
import { severityOf } from './severity.ts';
import type { TrivyReport, TrivyResult, TrivyVulnerability } from './trivy-report.ts';
import type { FindingView } from './views.ts';

/** Trivy's own report with the findings of a view only: `Results` and what is beside the findings stay, empty lists are left out as Trivy does. */
export function viewReport(report: TrivyReport, view: FindingView): TrivyReport {
  if (!report.Results) return report;
  return {
    ...report,
    Results: report.Results.filter((result) => hasClass(result, view)).map((one) => viewed(one, view)),
  };
}

function viewed(result: TrivyResult, view: FindingView): TrivyResult {
  const { Vulnerabilities, ...rest } = result;
  const seen = Vulnerabilities?.filter((found) => isSeen(found, view)) ?? [];
  return seen.length === 0 ? rest : { ...rest, Vulnerabilities: seen };
}

// Only packages have a class; secrets and the like are not filtered by it.
const hasClass = (result: TrivyResult, { classes }: FindingView): boolean =>
  classes === undefined || !result.Class?.endsWith('-pkgs') || classes.has(packageClass(result));

function isSeen(found: TrivyVulnerability, { severities, ignoreUnfixed }: FindingView): boolean {
  if (severities !== undefined && !severities.has(severityOf(found.Severity))) return false;
  return ignoreUnfixed !== true || statusOf(found) === 'fixed';
}
