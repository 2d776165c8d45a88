import { type Counts, countFindings } from './counts.ts';
import { type Coverage, coverageOf, type ScanTools } from './coverage.ts';
import { readFindings } from './read-findings.ts';
import type { TrivyReport } from './trivy-report.ts';
import { type CoverageRules, unknownReasons } from './unknown-reasons.ts';
import { decideVerdict, type Reason, type Verdict } from './verdict.ts';

/** What is kept beside a report. */
export interface ReportSummary {
  verdict: Verdict;
  reasons: Reason[];
  coverage: Coverage;
  counts: Counts;
}

/** `now` is milliseconds since 1970: the age of the database decides, too. */
export function summarizeReport(
  report: TrivyReport,
  tools: ScanTools,
  rules: CoverageRules,
  now: number,
): ReportSummary {
  const counts = countFindings(readFindings(report));
  const coverage = coverageOf(report, tools, now);
  return { ...decideVerdict(counts, unknownReasons(coverage, rules, now)), coverage, counts };
}
