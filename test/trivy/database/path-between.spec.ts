import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostKept, withOldChanges } from '../../../functions/trivy/database/kept-changes.ts';
import { pathBetween } from '../../../functions/trivy/database/path-between.ts';

/** `since[n]` was in use before `n`. */
const readerOf = (since: Record<string, string | undefined>) => async (id: string) =>
  since[id] === undefined ? undefined : { of: { id }, since: { id: since[id] } };

describe('the path between two generations', () => {
  it('path: joins any two generations, however often somebody went back in between', async () => {
    // How many generations back each was taken in: 0 is the one before it.
    const history = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), fc.nat(), async (backs, one, other) => {
        const since = Object.fromEntries(backs.map((back, n) => [String(n + 1), String(Math.max(0, n - back))]));
        const [from, to] = [one, other].map((number) => String(number % (backs.length + 1)));
        fc.pre(from !== to);
        const path = await pathBetween(readerOf(since), from!, to!);
        // Of a way from one to the other each place between is met twice, both ends once.
        const met = path?.flatMap(({ of, since: { id } }) => [of.id, id]) ?? [];
        const ends = met.filter((id) => met.filter((same) => same === id).length === 1);
        expect(ends.toSorted()).toEqual([from, to].toSorted());
        expect(new Set(met).size).toBe(path!.length + 1);
      }),
    );
  });

  it('path: what was taken in again after it was removed leads round in a circle, which ends', async () => {
    const since = { 1: '0', 2: '1', 3: '2', 0: '3' };
    expect(await pathBetween(readerOf(since), '1', '3')).toHaveLength(2);
    expect(await pathBetween(readerOf(since), '1', 'elsewhere')).toBeUndefined();
  });

  it('path: no more generations are gone through than changes are kept of', async () => {
    const since = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [String(n + 1), String(n)]));
    expect(await pathBetween(readerOf(since), '100', String(100 + mostKept))).toHaveLength(mostKept);
    expect(await pathBetween(readerOf(since), '0', '200')).toBeUndefined();
  });

  it('changes: the oldest go', () => {
    const ids = Array.from({ length: mostKept + 2 }, (_, n) => `2026${String(n).padStart(4, '0')}`);
    expect(withOldChanges(ids.toReversed())).toEqual(['20260000', '20260001']);
    expect(withOldChanges(ids.slice(0, mostKept))).toEqual([]);
  });
});
