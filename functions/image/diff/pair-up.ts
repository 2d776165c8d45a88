export interface Pair<T> {
  before: T;
  after: T;
}

export interface PairedUp<T> {
  pairs: Pair<T>[];
  /** without a partner */
  before: T[];
  after: T[];
}

/** Pairs what has the same key, each with one of the other side at most. */
export function pairUp<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): PairedUp<T> {
  const waiting = new Map<string, T[]>();
  for (const one of before) {
    const same = waiting.get(keyOf(one));
    if (same === undefined) waiting.set(keyOf(one), [one]);
    else same.push(one);
  }
  const pairs: Pair<T>[] = [];
  const single: T[] = [];
  for (const one of after) {
    const partner = waiting.get(keyOf(one))?.shift();
    if (partner === undefined) single.push(one);
    else pairs.push({ before: partner, after: one });
  }
  return { pairs, before: [...waiting.values()].flat(), after: single };
}
