import { type Counts, countFindings } from '../counts.ts';
import { type ImageFinding, isFixable } from '../finding.ts';
import { severityRank } from '../severity.ts';
import type { FindingDiff } from './diff.ts';
import type { Pair } from './pair-up.ts';

/** A diff in numbers: what a list of results shows, in some 900 bytes of JSON however large the diff is. */
export interface DiffSummary {
  added: Counts;
  fixed: Counts;
  withdrawn: Counts;
  /** numbers of findings whose severity is another one */
  raised: number;
  lowered: number;
  /** known findings for which there is a fix now */
  newlyFixable: number;
  /** known findings whose fixed version is another one now, or is no more */
  fixChanged: number;
  updated: number;
  unchanged: number;
}

export function summarizeDiff(diff: FindingDiff): DiffSummary {
  const raised = diff.severityChanged.filter(isRaised).length;
  return {
    added: countFindings(diff.added),
    fixed: countFindings(diff.fixed),
    withdrawn: countFindings(diff.withdrawn),
    raised,
    lowered: diff.severityChanged.length - raised,
    newlyFixable: newlyFixable(diff).length,
    fixChanged: fixChanged(diff).length,
    updated: diff.updated.length,
    unchanged: diff.unchanged,
  };
}

const isRaised = ({ before, after }: Pair<ImageFinding>): boolean =>
  severityRank(after.severity) < severityRank(before.severity);

/** Known findings for which there is a fix now, as they are now. */
export const newlyFixable = ({ severityChanged, updated }: FindingDiff): ImageFinding[] =>
  [...severityChanged, ...updated].filter(isNewlyFixable).map(({ after }) => after);

/** Known findings whose fixed version is another one now, or is no more. */
export const fixChanged = ({ updated, severityChanged }: FindingDiff): Pair<ImageFinding>[] =>
  [...updated, ...severityChanged].filter(
    ({ before, after }) => before.fixed !== undefined && before.fixed !== after.fixed,
  );

const isNewlyFixable = ({ before, after }: Pair<ImageFinding>): boolean => isFixable(after) && !isFixable(before);
