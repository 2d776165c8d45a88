import { type EnterDeps, enterResult } from '../../scans/image/enter-result.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { isFinal, type ScanResult } from '../../scans/image/image-scan.ts';
import { finished, queuedAgain, queuedScan, type ScanSubject, taken } from '../../scans/image/job.ts';
import type { ImageScanLimits } from '../../scans/image/limits.ts';
import type { ImageScanStore } from '../../scans/image/ports.ts';
import type { Clock } from '../../scans/ports.ts';
import type { Run } from '../runs/run.ts';

export interface EnterScanDeps extends EnterDeps {
  scans: ImageScanStore;
  limits: ImageScanLimits;
  clock: Clock;
}

export interface RematchedScan {
  /** as it was when it was matched again */
  image: ImageRecord;
  subject: ScanSubject;
  result: ScanResult;
}

/** `known`: another result of the same scan stands. `pending`: somebody is at the same scan. */
export type Entering = 'entered' | 'known' | 'pending';

/** Makes the row of a rematched result, done at once, and enters it in the history of its image. */
export async function enterScan(
  deps: EnterScanDeps,
  run: Run,
  { image, subject, result }: RematchedScan,
): Promise<Entering> {
  const now = deps.clock();
  const known = await deps.scans.read(subject.tenant, subject.id);
  if (known !== undefined && !isFinal(known)) return 'pending';
  if (known?.status === 'done' && (known.run === run.id || (known.finished ?? 0) > image.scanned)) {
    await enterResult(deps, known);
    return 'known';
  }
  const fence = known?.fence ?? 0;
  const next =
    known === undefined ? queuedScan(subject, now, deps.limits) : queuedAgain(known, subject, now, deps.limits);
  const done = finished(taken(next, run.id, now, deps.limits), result, now, deps.limits);
  const isOurs = known === undefined ? await deps.scans.create(done) : await deps.scans.replace(done, fence);
  // Somebody else was first: whoever comes again sees what it did.
  if (!isOurs) return 'pending';
  await enterResult(deps, done);
  return 'entered';
}
