import { DrydockError } from '../../errors.ts';
import type { ScanLog, ScanMetrics } from '../../scans/ports.ts';
import type { BatchMessage } from '../ports.ts';
import { type RescanDeps, rescanImage } from '../rematch/rescan-image.ts';
import { countBatch, type RunDeps } from '../runs/manage-runs.ts';
import type { Run, RunImage, Tally } from '../runs/run.ts';
import { type EndRunDeps, endRun } from './end-run.ts';

export interface RunBatchDeps extends RescanDeps, Pick<RunDeps, 'runSettings'>, EndRunDeps {
  log: ScanLog;
  metrics: ScanMetrics;
}

/** Images of a batch that are matched at the same time. */
const atOnce = 4;

/**
 * Does what a message asks for, if it is still to be done: the images of one batch, then their place in the tally. Rejects when the
 * table, the bucket or the signal stops it: then the message must be delivered again.
 */
export async function runBatch(deps: RunBatchDeps, message: BatchMessage, signal?: AbortSignal): Promise<'done'> {
  const { tenant, run: id, number } = message;
  const [run, batch] = await Promise.all([deps.runs.read(tenant, id), deps.runs.readBatch(tenant, id, number)]);
  if (run === undefined || batch === undefined || run.status === 'done') return 'done';
  const tally: Tally = { done: 0, changed: 0, failed: 0 };
  const rest = [...batch.images];
  const worker = async (): Promise<void> => {
    for (let image = rest.shift(); image !== undefined; image = rest.shift()) {
      signal?.throwIfAborted();
      await rescanOne(deps, run, image, tally);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const counted = await countBatch(deps, { tenant, run: id, number }, tally);
  deps.metrics.count('ImagesRescanned', tally.done);
  if (counted?.status === 'done') await endRun(deps, counted);
  return 'done';
}

async function rescanOne(deps: RunBatchDeps, run: Run, image: RunImage, tally: Tally): Promise<void> {
  tally.done += 1;
  try {
    const outcome = await rescanImage(deps, run, image);
    if (outcome === 'changed') tally.changed += 1;
  } catch (error) {
    // Where nothing can be written, nothing can be counted either.
    if (!(error instanceof DrydockError) || error.code === 'storage_unavailable') throw error;
    tally.failed += 1;
    deps.log.warn('image not rescanned', { run: run.id, digest: image.digest, code: error.code });
  }
}
