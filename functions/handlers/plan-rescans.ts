import type { Context } from 'aws-lambda';
import { DrydockError } from '../errors.ts';
import { lookAtWatches } from '../rescans/plan/look-at-watches.ts';
import { starterOfRuns } from '../rescans/plan/start-what-is-new.ts';
import { sweepRuns } from '../rescans/plan/sweep-runs.ts';
import { invocations } from './invocation.ts';
import { openImages } from './open-images.ts';
import { openJobs } from './open-jobs.ts';
import { openShelving } from './open-shelving.ts';

const { log, metrics, run } = invocations();
const { images, rescans, runs, announce, tags } = openImages(log);
const shelving = openShelving(openJobs(), { log, metrics, newMark: rescans.newMark });
const planning = { ...runs, announce, log, shelving };
const startWhatIsNew = starterOfRuns(planning);

/** Follows watched tags, goes on with runs that nothing was heard of, starts what is due. Called by a schedule and when a database is promoted. */
export const handler = (_event: unknown, context: Context): Promise<{ started: string[] }> =>
  run(context, 0, async () => {
    // A database that was just promoted waits for no registry.
    const started = await startWhatIsNew().catch(unlessMissing);
    await sweepRuns(planning);
    const { watches, watchSettings, clock } = rescans;
    await lookAtWatches({ watches, watchSettings, clock, tags, scanning: images });
    metrics.count('RescansStarted', started.length);
    return { started: started.map(({ id }) => id) };
  });

/** Before the first database there is nothing to match with: whoever scans is told. */
function unlessMissing(error: unknown): [] {
  if (error instanceof DrydockError && error.code === 'database_missing') return [];
  throw error;
}
