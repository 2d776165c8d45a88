import { type ImageFinding, isFixable } from './finding.ts';
import { type Severity, severities } from './severity.ts';

export interface Count {
  total: number;
  /** of them, those that an update removes */
  fixable: number;
}

export interface Counts extends Count {
  bySeverity: Record<Severity, Count>;
}

export function countFindings(findings: readonly ImageFinding[]): Counts {
  const bySeverity = Object.fromEntries(
    severities.map((name) => [name, { total: 0, fixable: 0 }]),
  ) as Counts['bySeverity'];
  let fixable = 0;
  for (const finding of findings) {
    const count = bySeverity[finding.severity];
    count.total += 1;
    if (!isFixable(finding)) continue;
    count.fixable += 1;
    fixable += 1;
  }
  return { total: findings.length, fixable, bySeverity };
}
