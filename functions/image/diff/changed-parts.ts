import type { ImageFinding } from '../finding.ts';
import type { Pair } from './pair-up.ts';

/** Names of the parts of a finding that are another one now, in one order, and what they were, where they were there. */
export function changedParts({ before, after }: Pair<ImageFinding>): {
  changed: (keyof ImageFinding)[];
  before: Partial<ImageFinding>;
} {
  const names = Object.keys({ ...after, ...before }) as (keyof ImageFinding)[];
  const changed = names.filter((name) => before[name] !== after[name]).toSorted();
  const had = changed.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]]));
  return { changed, before: Object.fromEntries(had) };
}
