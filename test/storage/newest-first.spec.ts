import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst, type ReadPart } from '../../functions/storage/table/newest-first.ts';

interface Entry {
  position: string;
  /** expired or damaged: read by the part, not found */
  isHidden: boolean;
}

/** A partition as the table has it: reads at most `size` entries below a position, hidden ones among them. */
function partOf(entries: readonly Entry[], reads: number[]): ReadPart<string> {
  const sorted = [...entries].sort((one, other) => (one.position < other.position ? 1 : -1));
  return async (below, size) => {
    reads.push(size);
    const rest = sorted.filter(({ position }) => below === undefined || position < below);
    const page = rest.slice(0, size);
    const found = page.filter(({ isHidden }) => !isHidden).map(({ position }) => ({ position, value: position }));
    return rest.length > size ? { found, end: page.at(-1)!.position } : { found };
  };
}

const anyParts = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: 100, max: 999 }), part: fc.nat(7), isHidden: fc.boolean() }), {
    selector: ({ at }) => at,
    maxLength: 60,
  })
  .map((entries) =>
    Array.from({ length: 8 }, (_, part) =>
      entries
        .filter((entry) => entry.part === part)
        .map(({ at, isHidden }): Entry => ({ position: String(at), isHidden })),
    ),
  );

describe('newest first', () => {
  it('newest first: pages of any size over any partitions are the sorted whole, and the last one says so', async () => {
    await fc.assert(
      fc.asyncProperty(anyParts, fc.integer({ min: 1, max: 12 }), async (parts, limit) => {
        const shown = parts.flat().filter(({ isHidden }) => !isHidden);
        const expected = shown
          .map(({ position }) => position)
          .sort()
          .reverse();
        const sources = parts.map((entries) => partOf(entries, []));
        const pages: string[][] = [];
        let below: string | undefined;
        do {
          const page = await newestFirst(sources, limit, below);
          pages.push(page.values);
          below = page.next;
        } while (below !== undefined);
        expect(pages.flat()).toEqual(expected);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(expected.length / limit)));
      }),
    );
  });

  it('newest first: a page reads little more than its share of each partition', async () => {
    const reads: number[] = [];
    const parts = Array.from({ length: 8 }, (_, part) =>
      partOf(
        Array.from({ length: 100 }, (_, index) => ({ position: String(1_000 + index * 8 + part), isHidden: false })),
        reads,
      ),
    );
    await newestFirst(parts, 20);
    expect(reads).toEqual([6, 6, 6, 6, 6, 6, 6, 6]);
  });
});
