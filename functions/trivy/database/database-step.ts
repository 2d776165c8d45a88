import { touchesResult } from '../../image/reliance/database-changes.ts';
import type { DatabaseStep, ReadDatabaseStep } from '../../rescans/ports.ts';
import type { Generations } from './generations.ts';

/** All images of a run come from few generations. */
const mostKept = 8;

/** Knows the step between two generations of which one was in use just before the other. Reads each once; rejects as the generations do. */
export function databaseSteps(generations: Pick<Generations, 'changes'>): ReadDatabaseStep {
  const known = new Map<string, Promise<DatabaseStep | undefined>>();
  return (from, to) => {
    const name = `${from} ${to}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    const reading = readStep(generations, from, to);
    known.set(name, reading);
    reading.catch(() => known.delete(name));
    if (known.size > mostKept) known.delete(known.keys().next().value!);
    return reading;
  };
}

async function readStep(
  generations: Pick<Generations, 'changes'>,
  from: string,
  to: string,
): Promise<DatabaseStep | undefined> {
  // What was noted of one serves both ways: somebody may have gone back.
  for (const [id, other] of [
    [to, from],
    [from, to],
  ] as const) {
    const kept = await generations.changes(id);
    if (kept?.since.id !== other) continue;
    const { updatedAt } = kept.of.id === to ? kept.of : kept.since;
    return { touches: touchesResult(kept.changes), updatedAt };
  }
  return undefined;
}
