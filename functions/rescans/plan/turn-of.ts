import { DrydockError } from '../../errors.ts';
import type { Rematcher } from '../ports.ts';
import { beginRunInUse } from '../runs/database-run.ts';
import type { RunDeps } from '../runs/manage-runs.ts';
import { isAfresh, type Run } from '../runs/run.ts';

export interface TurnDeps extends RunDeps {
  rematcher: Pick<Rematcher, 'database'>;
}

/**
 * What a run does with its images now. `match`: with `database`. `wait`: the run of the database in use tells what is new in it, and
 * ends first. `leave`: they are left to that run, which has them all.
 */
export type Turn = { turn: 'match'; database: string } | { turn: 'wait' | 'leave' };

/** Begins the run of the database in use where no trigger came yet: what is left to it is sure to be matched. */
export async function turnOf(deps: TurnDeps, run: Run): Promise<Turn> {
  const database = await inUse(deps);
  if (database === undefined) return { turn: 'match', database: run.database };
  const current = await beginRunInUse(deps, run.tenant, database);
  if (current.id === run.id) return { turn: 'match', database };
  if (run.trigger.kind === 'database') return { turn: 'leave' };
  // Others match what is not watched, too, or pull again: they go on with whatever database there is.
  const isAllWatched = run.trigger.kind === 'schedule' && !isAfresh(run);
  if (isAllWatched && run.database !== database) return { turn: 'leave' };
  return current.status === 'done' ? { turn: 'match', database } : { turn: 'wait' };
}

/** Undefined where there is none: then each image says why it cannot be matched. */
async function inUse({ rematcher }: TurnDeps): Promise<string | undefined> {
  try {
    return (await rematcher.database()).generation;
  } catch (error) {
    const code = error instanceof DrydockError ? error.code : 'internal';
    if (code !== 'database_missing' && code !== 'scanner_missing') throw error;
    return undefined;
  }
}
