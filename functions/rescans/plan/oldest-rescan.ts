import type { RunStore } from '../ports.ts';
import type { Run } from '../runs/run.ts';

const newestRuns = 100;

/** Since when all watched images of a tenant have been matched again, in milliseconds since 1970: the beginning of the last run of them all that succeeded, or of the first that did not. Undefined before any run. */
export async function oldestRescan(runs: Pick<RunStore, 'list'>, tenant: string): Promise<number | undefined> {
  const known = (await runs.list({ tenant, limit: newestRuns })).runs.filter(({ target }) => target.kind === 'all');
  return (known.find(hasSucceeded) ?? known.at(-1))?.created;
}

/** An image that fails each time, for want of credentials, is told by its run and alarms nobody. One that left images to another run has not looked at them. */
const hasSucceeded = ({ status, total, failed, left = 0 }: Run): boolean =>
  status === 'done' && left === 0 && (total === 0 || failed < total);
