import type { Context } from 'aws-lambda';
import { deliverDue } from '../notify/deliver.ts';
import { makeDigests } from '../notify/make-digest.ts';
import { invocations } from './invocation.ts';
import { openJobs } from './open-jobs.ts';
import { openNotifications } from './open-notifications.ts';

const { log, metrics, run } = invocations();
const deps = { ...openNotifications(openJobs()), log, metrics };

/** What one receiver may take, and the end of the round. */
const marginMs = 15_000;
/** The next turn of the schedule goes on. */
const mostRounds = 20;

/** Makes digests and sends what is due; called by a schedule, twice at once is the same as once. */
export const handler = (_event: unknown, context: Context): Promise<{ looked: number }> =>
  run(context, marginMs, async (signal) => {
    await makeDigests(deps);
    let looked = 0;
    for (let round = 0; round < mostRounds && !signal.aborted; round += 1) {
      const count = await deliverDue(deps);
      looked += count;
      if (count === 0) break;
    }
    return { looked };
  });
