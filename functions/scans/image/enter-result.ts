import { imageRecordOf, resultOf } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import { entered } from './job.ts';
import type { FollowResult, ImageScanStore, ImageStore } from './ports.ts';

export interface EnterDeps {
  scans: Pick<ImageScanStore, 'replace'>;
  images: ImageStore;
  /** absent where nobody asks what changed */
  follow?: FollowResult;
}

/** Enters a done scan in its image's history, then takes it off what is due. Safe to do again, by whoever. */
export async function enterResult(deps: EnterDeps, scan: ImageScan): Promise<void> {
  const record = imageRecordOf(scan);
  if (record === undefined) return;
  await deps.images.addResult(resultOf(record));
  await deps.images.record(record);
  await deps.follow?.(record);
  await deps.scans.replace(entered(scan), scan.fence);
}
