import type { Context } from 'aws-lambda';
import { type Sweep, sweepImageScans } from '../scans/image/sweep.ts';
import { invocations } from './invocation.ts';
import { openJobs, openQueue } from './open-jobs.ts';

const { log, metrics, run } = invocations();
const deps = { ...openJobs(), queue: openQueue(), log, metrics };

/** Looks after scans whose doorbell or worker was lost; called by a schedule, twice is the same as once. */
export const handler = (_event: unknown, context: Context): Promise<Sweep> =>
  run(context, 0, () => sweepImageScans(deps));
