import type { ImageRecord } from '../../scans/image/image-record.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import { imageScanId } from '../../scans/image/image-scan-id.ts';
import { joinOrQueue, type QueueDeps } from '../../scans/image/join-or-queue.ts';
import { isAfresh, type Run } from '../runs/run.ts';

/** Asks for a scan of an image by its digest for a run; asked again for the same run it is the same scan. */
export const scanAfresh =
  (deps: QueueDeps) =>
  async (image: ImageRecord, run: Run): Promise<ImageScan> => {
    const { tenant, digest, platform, repository } = image;
    const before = await deps.scans.read(tenant, image.scan);
    const scanners = before?.scanners ?? 'vuln';
    const { database } = run;
    const id = imageScanId(deps.deploymentKey, { tenant, subject: digest, platform, scanners, database });
    const known = await deps.scans.read(tenant, id);
    if (known?.run === run.id) return known;
    const subject = {
      ...{ tenant, id, digest, platform, repository, scanners, database },
      ...{ image: image.image, needsCredentials: false, run: run.id, afresh: isAfresh(run) },
    };
    return (await joinOrQueue(deps, subject, { fresh: true })).scan;
  };
