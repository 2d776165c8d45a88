import type { ImageFinding } from '../finding.ts';
import { worstFirst } from '../read-findings.ts';

/** The findings in the one order they have in every comparison: as in a report, and nothing left to chance. */
export const inOrder = (findings: readonly ImageFinding[]): ImageFinding[] =>
  findings.toSorted((one, other) => worstFirst(one, other) || compareTexts(findingText(one), findingText(other)));

/** Equal for equal findings. */
export const findingText = (finding: ImageFinding): string => JSON.stringify(finding);

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
