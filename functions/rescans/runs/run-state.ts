import { type BatchTally, mostBatches, type Run, type RunBatch, type RunSettings, type RunSubject } from './run.ts';

export const newRun = (subject: RunSubject, now: number, settings: RunSettings): Run => ({
  ...subject,
  ...{ fence: 1, status: 'planned', total: 0, batches: 0, counted: '', created: now },
  ...{ done: 0, changed: 0, failed: 0, untouched: 0 },
  due: now + settings.lookAgainMs,
  expires: Math.ceil((now + settings.keptMs) / 1000),
});

/** A batch is stored: its images belong to the run, and planning goes on after it. The same run when it has it. */
export function withBatch(
  run: Run,
  batch: Pick<RunBatch, 'number' | 'images' | 'next'>,
  now: number,
  settings: RunSettings,
): Run {
  if (run.status !== 'planned' || batch.number !== run.batches || run.batches >= mostBatches) return run;
  const { position: _, ...rest } = run;
  return heard(
    {
      ...rest,
      // In one write with the last batch: a planner that begins again would plan everything twice.
      ...(batch.next === undefined ? { status: 'running' as const } : { position: batch.next }),
      total: run.total + batch.images.length,
      batches: run.batches + 1,
    },
    now,
    settings,
  );
}

/** All its images are found; so many of them are in no batch, for the change does not touch them. */
export function planned(run: Run, untouched: number, now: number, settings: RunSettings): Run {
  if (run.status !== 'planned') return run;
  const { position: _, ...rest } = run;
  const [total, done] = [run.total + untouched, run.done + untouched];
  return heard({ ...rest, total, done, untouched: untouchedOf(run) + untouched, status: 'running' }, now, settings);
}

/** A run of before they were counted has no such number. */
export const untouchedOf = ({ untouched }: { untouched?: number }): number => untouched ?? 0;

/** What came of a batch; the same run when that is counted already, so that a message may come twice. */
export function counted(run: Run, number: number, tally: BatchTally, now: number, settings: RunSettings): Run {
  const bits = Buffer.from(run.counted, 'base64');
  if (number < 0 || number >= run.batches || isSet(bits, number)) return run;
  const next = Buffer.alloc(Math.max(bits.length, (number >> 3) + 1));
  bits.copy(next);
  next[number >> 3]! |= 1 << (number & 7);
  const left = (run.left ?? 0) + (tally.left ?? 0);
  return heard(
    {
      ...run,
      done: run.done + tally.done,
      changed: run.changed + tally.changed,
      failed: run.failed + tally.failed,
      untouched: untouchedOf(run) + tally.untouched,
      counted: next.toString('base64'),
      ...(left > 0 && { left }),
    },
    now,
    settings,
  );
}

/** Numbers of the batches that are not in the tally yet: their messages may be lost. */
export function uncounted({ batches, counted }: Run): number[] {
  const bits = Buffer.from(counted, 'base64');
  return Array.from({ length: batches }, (_, number) => number).filter((number) => !isSet(bits, number));
}

/** A run holds so many ids of scans: its row stays small. */
const mostGuests = 500;

/** It tells the news of this scan with its own; the same run when it does already, undefined when it is done or full. */
export function withGuest(run: Run, scan: string): Run | undefined {
  const { guests = [] } = run;
  if (guests.includes(scan)) return run;
  if (run.status === 'done' || guests.length >= mostGuests) return undefined;
  return { ...run, guests: [...guests, scan], fence: run.fence + 1 };
}

/** It tells what scans that it asked for found in another database; the same run when it does already, undefined when it is done. */
export function withDatabase(run: Run, generation: string): Run | undefined {
  const { switchedTo = [] } = run;
  if (generation === run.database || switchedTo.includes(generation)) return run;
  if (run.status === 'done') return undefined;
  return { ...run, switchedTo: [...switchedTo, generation], fence: run.fence + 1 };
}

/** Looked at after its time, messages sent again. */
export const lookedAt = (run: Run, now: number, settings: RunSettings): Run => heard(run, now, settings);

const isSet = (bits: Uint8Array, number: number): boolean => ((bits[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;

function heard({ due: _, ...run }: Run, now: number, settings: RunSettings): Run {
  const next = { ...run, fence: run.fence + 1 };
  if (run.status === 'planned' || uncounted(run).length > 0) return { ...next, due: now + settings.lookAgainMs };
  // Due until what changed is told, whoever dies in between.
  return { ...next, status: 'done', finished: run.finished ?? now, due: now + settings.lookAgainMs };
}

/** What changed in a run that is done was told: nothing is left to do. The same run when it is not done. */
export function told(run: Run): Run {
  if (run.status !== 'done' || run.due === undefined) return run;
  const { due: _, ...rest } = run;
  return { ...rest, fence: run.fence + 1 };
}
