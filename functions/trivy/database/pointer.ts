/** Which generation scans use, and which they used before. */
export interface Pointer {
  current: string;
  previous?: string;
  /** the one that was rolled back from: not to be promoted again by itself */
  rejected?: string;
}

/** The pointer once a generation is promoted. */
export function pointTo(before: Pointer | undefined, id: string): Pointer {
  const previous = before?.current === id ? before.previous : before?.current;
  const rejected = before?.rejected === id ? undefined : before?.rejected;
  return { current: id, ...(previous && { previous }), ...(rejected && { rejected }) };
}

/** The pointer once the generation before is in use again. */
export const pointBack = (now: Pointer, previous: string): Pointer => ({
  current: previous,
  previous: now.current,
  rejected: now.current,
});
