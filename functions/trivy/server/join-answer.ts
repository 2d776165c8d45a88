import { isOfPackages, type TrivyReport, type TrivyResult } from '../../image/trivy-report.ts';
import { reportVulnerabilities } from './report-vulnerability.ts';
import type { ScanAnswer } from './scan-answer.ts';

/**
 * The results of an earlier report with the findings of an answer; what other scanners found stays. Undefined when the answer is about
 * other packages than the report.
 */
export function joinAnswer(earlier: TrivyReport, answer: ScanAnswer): TrivyResult[] | undefined {
  const answered = new Map(answer.results.map((result) => [nameOf(result.target, result.class, result.type), result]));
  const results: TrivyResult[] = [];
  for (const { Vulnerabilities: _, ...result } of earlier.Results ?? []) {
    if (!isOfPackages(result)) {
      results.push(result);
      continue;
    }
    const name = nameOf(result.Target, result.Class, result.Type);
    const today = answered.get(name);
    if (today === undefined || (today.packages ?? []).length !== (result.Packages ?? []).length) return undefined;
    answered.delete(name);
    const Vulnerabilities = reportVulnerabilities(today);
    results.push({ ...result, ...(Vulnerabilities.length > 0 && { Vulnerabilities }) });
  }
  const hasOthers = [...answered.values()].some(({ packages }) => (packages ?? []).length > 0);
  return hasOthers ? undefined : results;
}

const nameOf = (...parts: (string | undefined)[]): string => JSON.stringify(parts.map((part) => part ?? ''));
