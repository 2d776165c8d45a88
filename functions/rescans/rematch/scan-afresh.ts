import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import { joinOrQueue, type QueueDeps } from '../../scans/image/join-or-queue.ts';
import { isAfresh, type Run } from '../runs/run.ts';
import { rescanSubject } from './rescan-subject.ts';

/** Asks for a scan of an image by its digest for a run; asked again for the same run it is the same scan. */
export const scanAfresh =
  (deps: QueueDeps) =>
  async (image: ImageRecord, run: Run): Promise<ImageScan> => {
    const subject = await rescanSubject(deps, run, image, run.database);
    const known = await deps.scans.read(subject.tenant, subject.id);
    if (known?.run === run.id) return known;
    return (await joinOrQueue(deps, { ...subject, afresh: isAfresh(run) }, { fresh: true })).scan;
  };
