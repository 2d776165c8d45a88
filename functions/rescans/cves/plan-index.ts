import type { ImageIndex } from './affected-image.ts';
import { type AffectedRows, markOf } from './affected-rows.ts';

/** Ids of the rows to write and to remove, so that the image is found under what is wanted. */
export interface IndexPlan {
  put: string[];
  remove: string[];
}

/** `doubts` are ids of rows of which, beside those that the index doubts, nobody knows what they are. */
export function planIndex(
  index: Pick<ImageIndex, 'rows' | 'doubts'> | undefined,
  wanted: AffectedRows,
  doubts: Iterable<string>,
): IndexPlan {
  const doubted = new Set([...(index?.doubts ?? []), ...doubts]);
  const known = new Map(index?.rows ?? []);
  const isAsWanted = ([id, row]: [string, Parameters<typeof markOf>[0]]): boolean =>
    known.get(id) === markOf(row) && !doubted.has(id);
  return {
    put: [...wanted].filter((entry) => !isAsWanted(entry)).map(([id]) => id),
    remove: [...new Set([...known.keys(), ...doubted])].filter((id) => !wanted.has(id)),
  };
}
