import type { LocatedReport, Tool } from './located-report.ts';
import { type Candidate, candidates, sarifResult } from './sarif-result.ts';
import type { SarifRule } from './sarif-rule.ts';

export interface SarifLimits {
  /** most results in the run; GitHub refuses more than 25,000 */
  results: number;
  /** most UTF-16 units of all results; GitHub refuses files above 10 MB */
  size: number;
}

export const gitHubLimits: SarifLimits = { results: 25_000, size: 9_000_000 };

// A schema violation hides everything else about its document, so it comes before all findings.
const weight = ({ rule }: Candidate): number => Number(rule.properties['security-severity'] ?? 10);

export const notification = (left: number, total: number) => ({
  level: 'warning',
  message: { text: `${left} of ${total} results are left out, the least severe ones: the report would be too large.` },
});

/**
 * SARIF 2.1.0 for GitHub code scanning. Critical findings and invalid documents are errors, advice is a note, passed rules are
 * left out; most severe first. What exceeds the limits is left out from the end and counted in a notification.
 */
export const sarif = (reports: readonly LocatedReport[], tool: Tool, limits: SarifLimits = gitHubLimits): string => {
  const known = new Map<string, SarifRule>();
  const seen = new Map<string, number>();
  const all = reports.flatMap((located) => candidates(located, known, seen)).sort((a, b) => weight(b) - weight(a));

  const indices = new Map<string, number>();
  const rules: SarifRule[] = [];
  const results: string[] = [];
  let size = 0;
  for (const candidate of all) {
    const index = indices.get(candidate.rule.id) ?? rules.length;
    const result = JSON.stringify(sarifResult(candidate, index));
    size += result.length;
    if (results.length === limits.results || size > limits.size) break;
    if (index === rules.length) rules.push(candidate.rule);
    indices.set(candidate.rule.id, index);
    results.push(result);
  }

  const left = all.length - results.length;
  const run = JSON.stringify({
    tool: { driver: { name: 'drydock', semanticVersion: tool.version, rules } },
    automationDetails: { id: 'drydock/manifest/' },
    columnKind: 'utf16CodeUnits',
    invocations: [
      { executionSuccessful: true, ...(left > 0 && { toolExecutionNotifications: [notification(left, all.length)] }) },
    ],
    ...(left > 0 && { properties: { resultsLeftOut: left } }),
  });
  return `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[${run.slice(0, -1)},"results":[${results.join(',')}]}]}\n`;
};
