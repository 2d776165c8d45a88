import type { TouchesResult } from '../../image/reliance/database-changes.ts';
import type { CoverageRules } from '../../image/unknown-reasons.ts';
import type { Clock, ScanLog } from '../../scans/ports.ts';
import type { ReadDatabaseStep } from '../ports.ts';
import { isTooOld, readStep } from '../rematch/derive-checks.ts';

export interface StepsDeps {
  step: ReadDatabaseStep;
  rules: CoverageRules;
  clock: Clock;
  log: ScanLog;
}

/** Says what it means for a result to come from a database to the last of a row of them; undefined where it is not known. */
export type TouchesFrom = (database: string) => Promise<TouchesResult | undefined>;

/**
 * All that the databases of a row changed, one after the other: what one of them touched may have been checked with that one only. Undefined
 * when it is not known of one of them, or when the last is so old that it makes other verdicts.
 */
export async function stepsTo(deps: StepsDeps, databases: readonly string[]): Promise<TouchesFrom | undefined> {
  const steps: TouchesResult[] = [];
  for (const [at, to] of databases.entries()) {
    if (at === 0) continue;
    const step = await readStep(deps, databases[at - 1]!, to);
    const isLast = at === databases.length - 1;
    if (step === undefined || (isLast && isTooOld(deps, step))) return undefined;
    steps.push(step.touches);
  }
  const touches: TouchesResult = (reliance) => steps.some((touchesOne) => touchesOne(reliance));
  return async (database) => {
    if (database === databases[0]) return touches;
    const first = await readStep(deps, database, databases[0]!);
    if (first === undefined || (steps.length === 0 && isTooOld(deps, first))) return undefined;
    return (reliance) => first.touches(reliance) || touches(reliance);
  };
}
