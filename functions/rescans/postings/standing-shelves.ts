import type { Shelving, ShelvingStore } from '../ports.ts';
import { wholeEveryMs } from '../rematch/derive-checks.ts';
import type { Run } from '../runs/run.ts';

/** Others may note their databases at the same time. */
const rounds = 5;
/** Steps from one database to the next; they are read for each run. */
const mostDatabases = 8;

/** The shelves that a run of a database can be planned by, which from now on know of this database; undefined when there are none. */
export async function standingShelves(
  shelvings: ShelvingStore,
  run: Run,
  patterns: string,
  now: number,
): Promise<Shelving | undefined> {
  for (let round = 0; round < rounds; round += 1) {
    const known = await shelvings.read(run.tenant);
    // All that is on older ones is to be matched as a whole.
    if (known === undefined || known.patterns !== patterns || now - known.begun > wholeEveryMs) return undefined;
    if (known.databases.at(-1) === run.database) return known;
    if (known.databases.length >= mostDatabases) return undefined;
    const next = { ...known, fence: known.fence + 1, databases: [...known.databases, run.database] };
    if (await shelvings.replace(next, known.fence)) return next;
  }
  return undefined;
}
