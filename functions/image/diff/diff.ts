import type { ImageFinding } from '../finding.ts';
import { type ImageContents, packageKey, placeKey } from './contents.ts';
import { findingText, inOrder } from './finding-order.ts';
import { type Pair, pairUp } from './pair-up.ts';

/** What is different between two results, the most severe first. */
export interface FindingDiff {
  added: ImageFinding[];
  /** gone with its package, or with the version it was found in */
  fixed: ImageFinding[];
  /** gone although the package is still there in the same version: the advisory was */
  withdrawn: ImageFinding[];
  severityChanged: Pair<ImageFinding>[];
  /** the same finding, of which something else is different: version, fix, status, text */
  updated: Pair<ImageFinding>[];
  /** how many are the same in every part */
  unchanged: number;
}

/**
 * A finding is the same when vulnerability, package and place are: the same package at two paths is two findings. `sameImage`
 * says that both results are of one digest: then nothing can be fixed by a change of the image, whatever a newer scanner lists.
 */
export function diffContents(before: ImageContents, after: ImageContents, sameImage: boolean): FindingDiff {
  const equal = pairUp(before.findings, after.findings, findingText);
  const same = pairUp(equal.before, equal.after, (one) => one.id + packageKey(one));
  const moved = pairUp(same.before, same.after, (one) => one.id + placeKey(one));
  const isWithdrawn = (one: ImageFinding): boolean => sameImage || after.packages.has(packageKey(one));
  const differing = [...same.pairs, ...moved.pairs];
  const isRated = (pair: Pair<ImageFinding>): boolean => pair.before.severity !== pair.after.severity;
  return {
    added: inOrder(moved.after),
    fixed: inOrder(moved.before.filter((one) => !isWithdrawn(one))),
    withdrawn: inOrder(moved.before.filter(isWithdrawn)),
    severityChanged: differing.filter(isRated),
    updated: differing.filter((pair) => !isRated(pair)),
    unchanged: equal.pairs.length,
  };
}

/** Whether the two results tell the same. */
export const isUnchanged = ({ added, fixed, withdrawn, severityChanged, updated }: FindingDiff): boolean =>
  [added, fixed, withdrawn, severityChanged, updated].every(({ length }) => length === 0);
