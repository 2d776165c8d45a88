import type { CheckedResult } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import type { ScanSubject } from './job.ts';
import type { ImageScanStore, ImageStore } from './ports.ts';

export interface ConfirmedDeps {
  scans: Pick<ImageScanStore, 'read'>;
  images: Pick<ImageStore, 'read'>;
}

/** The scan with an older database whose result a rescan found again with the one asked for: no other scan was made of it. */
export async function confirmedScan(deps: ConfirmedDeps, subject: ScanSubject): Promise<ImageScan | undefined> {
  const { tenant, digest, platform, scanners, database } = subject;
  if (digest === undefined) return undefined;
  const images = await deps.images.read(tenant, digest);
  const image = images.find((one) => one.platform === platform && one.checked?.database === database);
  const scan = image && (await deps.scans.read(tenant, image.scan));
  const isIt = scan?.status === 'done' && scan.generation === image?.generation && scan.scanners === scanners;
  return isIt ? scan : undefined;
}

/** The last rescan that found the result of a scan again. */
export async function checkOf(
  { images }: Pick<ConfirmedDeps, 'images'>,
  { tenant, id, generation, digest }: ImageScan,
): Promise<CheckedResult | undefined> {
  if (digest === undefined) return undefined;
  return (await images.read(tenant, digest)).find((image) => image.scan === id && image.generation === generation)
    ?.checked;
}
