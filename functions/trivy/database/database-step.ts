import { type TouchesResult, touchesResult } from '../../image/reliance/database-changes.ts';
import { recentlyUsed } from '../../recently-used.ts';
import type { DatabaseStep, ReadDatabaseStep } from '../../rescans/ports.ts';
import type { Generations } from './generations.ts';
import { type KeptChanges, namesIn } from './kept-changes.ts';
import { pathBetween } from './path-between.ts';

interface KnownStep extends Pick<KeptChanges, 'since' | 'of'> {
  touches: TouchesResult;
}

/** Names in the changes that are remembered: some 50 MB at most. */
const mostNames = 500_000;

/**
 * Knows the step between two generations from what was noted of each and the one before it, over as many as are kept: a result that
 * none of the steps touches is the same after each of them. Reads each once; rejects as the generations do.
 */
export function databaseSteps(generations: Pick<Generations, 'changes'>): ReadDatabaseStep {
  const known = recentlyUsed<Promise<KnownStep | undefined>>(mostNames);
  const readStep = (id: string): Promise<KnownStep | undefined> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const reading = generations.changes(id).then((kept) => {
      if (kept === undefined) return undefined;
      known.set(id, reading, namesIn(kept.changes));
      return { since: kept.since, of: kept.of, touches: touchesResult(kept.changes) };
    });
    known.set(id, reading, 1);
    reading.catch(() => known.delete(id));
    return reading;
  };
  return async (from, to) => {
    const path = from === to ? undefined : await pathBetween(readStep, from, to);
    return path && stepOver(path, to);
  };
}

/** In whatever order the steps are taken: what is different between two databases is the same in both directions. */
function stepOver(path: readonly KnownStep[], to: string): DatabaseStep {
  const end = path.flatMap(({ of, since }) => [of, since]).find(({ id }) => id === to)!;
  const { updatedAt, addedAt } = end;
  return { touches: (reliance) => path.some(({ touches }) => touches(reliance)), updatedAt, addedAt };
}
