/** A value with its place in an order: greater positions come first. */
export interface Placed<T> {
  position: string;
  value: T;
}

/** Reads some of one partition, newest first, below a position. `end`: where the next part begins, absent at the end. */
export type ReadPart<T> = (below: string | undefined, size: number) => Promise<{ found: Placed<T>[]; end?: string }>;

interface Source<T> {
  read: ReadPart<T>;
  found: Placed<T>[];
  taken: number;
  end: string | undefined;
  isDone: boolean;
}

/** Merges partitions into one page of at most `limit` values below a position. */
export async function newestFirst<T>(
  parts: readonly ReadPart<T>[],
  limit: number,
  below?: string,
): Promise<{ values: T[]; next?: string }> {
  // Ids spread evenly, so a part gives about its share; one that gives more is read again.
  const size = Math.min(limit + 1, Math.ceil((2 * limit) / parts.length) + 1);
  const sources = parts.map((read): Source<T> => ({ read, found: [], taken: 0, end: below, isDone: false }));
  const values: T[] = [];
  let last: string | undefined;
  for (;;) {
    await Promise.all(sources.map((source) => fill(source, size)));
    const newest = sources.filter(hasMore).reduce<Source<T> | undefined>(newer, undefined);
    if (newest === undefined) return { values };
    if (values.length === limit) return { values, next: last! };
    const { position, value } = newest.found[newest.taken]!;
    newest.taken += 1;
    values.push(value);
    last = position;
  }
}

const hasMore = <T>(source: Source<T>): boolean => source.taken < source.found.length;

const newer = <T>(best: Source<T> | undefined, source: Source<T>): Source<T> =>
  best === undefined || source.found[source.taken]!.position > best.found[best.taken]!.position ? source : best;

async function fill<T>(source: Source<T>, size: number): Promise<void> {
  while (!hasMore(source) && !source.isDone) {
    const { found, end } = await source.read(source.end, size);
    source.found = found;
    source.taken = 0;
    source.end = end;
    source.isDone = end === undefined;
  }
}
