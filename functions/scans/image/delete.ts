import { demand, type Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { isImageScanId } from './image-scan-id.ts';
import { isDigest } from './list.ts';
import type { ForgetImage, ImageScanStore, ImageStore, ReportStore } from './ports.ts';

export interface DeleteDeps {
  scans: ImageScanStore;
  images: ImageStore;
  reports: ReportStore;
  /** absent where nothing else is kept of an image */
  forget?: ForgetImage;
}

/** Removes a scan and its report; a worker that still runs it writes nothing any more. Its line in the image's history stays. Throws DrydockError `forbidden` or `not_found`. */
export async function deleteImageScan(deps: DeleteDeps, principal: Principal, id: string): Promise<void> {
  demand(principal, 'report:delete');
  const scan = isImageScanId(id) ? await deps.scans.remove(principal.tenant, id) : undefined;
  if (scan === undefined) throw new DrydockError('not_found', 'there is no such scan');
  if (scan.result !== undefined) await deps.reports.remove(scan.result.report.key);
}

/** Removes an image with its history, their scans and reports; broken off, it can be done again. Throws DrydockError `forbidden` or `not_found`. */
export async function deleteImage(deps: DeleteDeps, principal: Principal, digest: string): Promise<void> {
  demand(principal, 'report:delete');
  const { tenant } = principal;
  const images = isDigest(digest) ? await deps.images.read(tenant, digest) : [];
  if (images.length === 0) throw new DrydockError('not_found', 'there is no image of this digest');
  let after: string | undefined;
  do {
    const { results, next } = await deps.images.history({ tenant, digest, limit: 100, ...(after && { after }) });
    for (const { scan, report, change } of results) {
      await deps.scans.remove(tenant, scan);
      await deps.reports.remove(report.key);
      if (change?.diff !== undefined) await deps.reports.remove(change.diff.key);
    }
    after = next;
  } while (after !== undefined);
  for (const image of images) await deps.forget?.(image);
  await deps.images.remove(tenant, digest);
}
