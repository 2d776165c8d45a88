import { withBoltFile } from './bolt-file.ts';

/** Names of the buckets at the top of a bbolt file, from the pages of its root alone. Rejects with DrydockError `database_broken`. */
export function readBuckets(path: string): Promise<ReadonlySet<string>> {
  return withBoltFile(path, ({ root, page }) => {
    const names = new Set<string>();
    const seen = new Set<number>();
    const left = [root];
    while (left.length > 0) {
      const id = left.pop()!;
      if (seen.has(id)) continue;
      seen.add(id);
      const { children, buckets } = page(id);
      for (const { key } of buckets) names.add(key.toString());
      left.push(...children);
    }
    return names;
  });
}
