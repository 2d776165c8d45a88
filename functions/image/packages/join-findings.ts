import { onceInOrder } from '../once-in-order.ts';
import { type RematchMark, rematchedReport } from '../rematched-report.ts';
import type { TrivyReport, TrivyResult, TrivyVulnerability } from '../trivy-report.ts';
import type { ListedResult } from './list-packages.ts';
import { findingAt, type PackageFinding } from './package-finding.ts';

/** What is known of a package today: its findings (none is a finding, too), or undefined when it was not matched. */
export type FindingsOf = (key: string) => readonly PackageFinding[] | undefined;

/**
 * Results with the findings of their packages; `listed` is what listPackages() gave for the same report. Undefined when a package
 * was not matched: such an image is to be matched as a whole.
 */
export function joinFindings(
  report: TrivyReport,
  listed: readonly ListedResult[],
  findingsOf: FindingsOf,
): TrivyResult[] | undefined {
  const results: TrivyResult[] = [];
  for (const [place, result] of (report.Results ?? []).entries()) {
    const packages = listed[place];
    if (packages === undefined) {
      results.push(result);
      continue;
    }
    const found: TrivyVulnerability[] = [];
    for (const { distinct, entry } of packages) {
      const findings = findingsOf(distinct.key);
      if (findings === undefined) return undefined;
      for (const finding of findings) found.push(findingAt(finding, entry, result.Class === 'os-pkgs'));
    }
    const { Vulnerabilities: _, ...rest } = result;
    results.push({ ...rest, ...(found.length > 0 && { Vulnerabilities: onceInOrder(found) }) });
  }
  return results;
}

export interface JoinedWith {
  findingsOf: FindingsOf;
  /** of a system by its systemName(), where that was asked today */
  endOfLife: (system: string) => boolean | undefined;
  mark: RematchMark;
  /** ISO 8601 */
  createdAt: string;
}

/** The name of a system that all its images share. */
export const systemName = (os: { Family?: unknown; Name?: unknown } | undefined): string =>
  JSON.stringify([os?.Family ?? '', os?.Name ?? '']);

/** The report of an image as a rematch of it as a whole would give it; undefined as for joinFindings(). */
export function joinReport(
  report: TrivyReport,
  listed: readonly ListedResult[],
  { findingsOf, endOfLife, mark, createdAt }: JoinedWith,
): TrivyReport | undefined {
  const results = joinFindings(report, listed, findingsOf);
  const isOver = endOfLife(systemName(report.Metadata?.OS));
  return results && rematchedReport(report, { results, mark, endOfLife: isOver, createdAt });
}
