import type { ImageFinding } from '../finding.ts';
import type { FindingDiff } from './diff.ts';
import { findingText, inOrder } from './finding-order.ts';

/** The findings after, made from those before and what is different. */
export function applyDiff(diff: FindingDiff, before: readonly ImageFinding[]): ImageFinding[] {
  const changed = [...diff.severityChanged, ...diff.updated];
  const left = without(before, [...diff.fixed, ...diff.withdrawn, ...changed.map((pair) => pair.before)]);
  return inOrder([...left, ...diff.added, ...changed.map((pair) => pair.after)]);
}

/** Takes away as many equal ones as are gone. */
function without(findings: readonly ImageFinding[], gone: readonly ImageFinding[]): ImageFinding[] {
  const counts = new Map<string, number>();
  for (const finding of gone) counts.set(findingText(finding), (counts.get(findingText(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = counts.get(findingText(finding)) ?? 0;
    counts.set(findingText(finding), count - 1);
    return count <= 0;
  });
}
