import { DrydockError } from '../../errors.ts';
import type { BatchMessage } from '../ports.ts';
import type { RescanOutcome } from '../rematch/known-outcome.ts';
import { type LeaveDeps, leaveUntouched } from '../rematch/leave-untouched.ts';
import { leaveImage, type RescanDeps, rescanImage } from '../rematch/rescan-image.ts';
import { countBatch, type RunDeps } from '../runs/manage-runs.ts';
import type { BatchTally, Run, RunImage } from '../runs/run.ts';
import { uncounted } from '../runs/run-state.ts';
import { type EndRunDeps, endRun } from './end-run.ts';
import { type Turn, turnOf } from './turn-of.ts';

export interface RunBatchDeps extends RescanDeps, LeaveDeps, Pick<RunDeps, 'runSettings'>, EndRunDeps {}

/** Images of a batch that are matched at the same time. */
const atOnce = 4;

/**
 * Does what a message asks for, if it is still to be done: the images of one batch, then their place in the tally. While scans are
 * under way that images need, or another run comes first, the batch stays uncounted and is to be delivered again. Rejects when the table, the bucket or
 * the signal stops it: then the message must be delivered again.
 */
export async function runBatch(
  deps: RunBatchDeps,
  message: BatchMessage,
  signal?: AbortSignal,
): Promise<'done' | 'pending'> {
  const { tenant, run: id, number } = message;
  const [run, batch] = await Promise.all([deps.runs.read(tenant, id), deps.runs.readBatch(tenant, id, number)]);
  if (run === undefined || batch === undefined || !uncounted(run).includes(number)) return 'done';
  const turn = await turnOf(deps, run);
  if (turn.turn === 'wait') return 'pending';
  const isOurs = turn.turn === 'match';
  const { left: rest, ends: untouched } = isOurs
    ? await leaveUntouched(deps, run, batch.images)
    : { left: [...batch.images], ends: [] };
  const ends: ImageEnd[] = [...untouched];
  const worker = async (): Promise<void> => {
    for (let image = rest.shift(); image !== undefined; image = rest.shift()) {
      signal?.throwIfAborted();
      ends.push(await endOf(deps, run, image, turn));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    rest.length = 0;
  }
  if (ends.some(({ outcome }) => outcome === 'pending')) return 'pending';
  const counted = await countBatch(deps, { tenant, run: id, number }, tallyOf(ends, untouched.length));
  if (isOurs) deps.metrics.count('ImagesRescanned', ends.length);
  if (counted?.status === 'done') await endRun(deps, counted);
  return 'done';
}

type ImageEnd = RescanOutcome | { outcome: 'failed' };

async function endOf(deps: RunBatchDeps, run: Run, image: RunImage, turn: Turn): Promise<ImageEnd> {
  try {
    return turn.turn === 'match'
      ? await rescanImage(deps, run, image, turn.database)
      : await leaveImage(deps, run, image);
  } catch (error) {
    const code = error instanceof DrydockError ? error.code : 'internal';
    // Where nothing can be written, nothing can be counted either. Anything else would stop the run for ever.
    if (code === 'storage_unavailable') throw error;
    deps.log.warn('image not rescanned', { run: run.id, digest: image.digest, code, error });
    return { outcome: 'failed' };
  }
}

function tallyOf(ends: readonly ImageEnd[], untouched: number): BatchTally {
  const countOf = (wanted: ImageEnd['outcome']) => ends.filter(({ outcome }) => outcome === wanted).length;
  return {
    done: ends.length,
    changed: countOf('changed'),
    failed: countOf('failed'),
    left: countOf('left'),
    untouched,
  };
}
