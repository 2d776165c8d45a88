import type { RunStore, WatchStore } from '../ports.ts';
import type { Run } from '../runs/run.ts';
import { isWatched, patternWatch } from '../watches/in-effect.ts';

const newestRuns = 100;

export interface OldestRescanDeps {
  runs: Pick<RunStore, 'list'>;
  watches: Pick<WatchStore, 'list' | 'patterns'>;
  clock: () => number;
}

/**
 * Since when all watched images of a tenant have been matched again, in milliseconds since 1970: the beginning of the last run of them
 * all that succeeded, or of the first that did not; before any run, since when the first of them is watched. Undefined while none is.
 */
export async function oldestRescan(deps: OldestRescanDeps, tenant: string): Promise<number | undefined> {
  const known = (await deps.runs.list({ tenant, limit: newestRuns })).runs.filter(
    ({ target }) => target.kind === 'all',
  );
  return (known.find(hasSucceeded) ?? known.at(-1))?.created ?? oldestWatch(deps, tenant);
}

const pageSize = 1_000;

async function oldestWatch({ watches, clock }: OldestRescanDeps, tenant: string): Promise<number | undefined> {
  const patterns = (await watches.patterns(tenant)).map(patternWatch);
  let oldest: number | undefined;
  let after: string | undefined;
  do {
    const page = await watches.list({ tenant, limit: pageSize, ...(after !== undefined && { after }) });
    for (const watch of page.watches) {
      if (isWatched(watch, patterns, clock())) oldest = Math.min(oldest ?? watch.created, watch.created);
    }
    after = page.next;
  } while (after !== undefined);
  return oldest;
}

/** An image that fails each time, for want of credentials, is told by its run and alarms nobody. One that left images to another run has not looked at them. */
const hasSucceeded = ({ status, total, failed, left = 0 }: Run): boolean =>
  status === 'done' && left === 0 && (total === 0 || failed < total);
