import { imageRecordOf } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import { entered } from './job.ts';
import type { ImageScanStore, ImageStore } from './ports.ts';

export interface EnterDeps {
  scans: Pick<ImageScanStore, 'replace'>;
  images: ImageStore;
}

/** Enters a done scan in its image's history, then takes it off what is due. Safe to do again, by whoever. */
export async function enterResult(deps: EnterDeps, scan: ImageScan): Promise<void> {
  const record = imageRecordOf(scan);
  if (record === undefined) return;
  const { image: _, repository: _repository, ...result } = record;
  await deps.images.addResult(result);
  await deps.images.record(record);
  await deps.scans.replace(entered(scan), scan.fence);
}
