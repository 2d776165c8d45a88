import type { CheckedResult, ImageRecord } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import type { ScanSubject } from './job.ts';
import type { ImageScanStore, ImageStore } from './ports.ts';

type ReadImages = Pick<ImageStore, 'readEach'>;

/** The image that a scan is of, with its newest result; undefined for a tag that is not resolved. */
export async function imageOf(
  { images }: { images: ReadImages },
  { tenant, digest, platform }: Pick<ScanSubject, 'tenant' | 'digest' | 'platform'>,
): Promise<ImageRecord | undefined> {
  return digest === undefined ? undefined : (await images.readEach(tenant, [{ digest, platform }]))[0];
}

/** The scan with an older database whose result a rescan found again with the one asked for: no other scan was made of it. */
export async function confirmedScan(
  { scans }: { scans: Pick<ImageScanStore, 'read'> },
  { tenant, scanners, database }: ScanSubject,
  image: ImageRecord,
): Promise<ImageScan | undefined> {
  const scan = image.checked?.database === database ? await scans.read(tenant, image.scan) : undefined;
  const isIt = scan?.status === 'done' && scan.generation === image.generation && scan.scanners === scanners;
  return isIt ? scan : undefined;
}

/** The last rescan that found the result of a scan again; `known` is its image where that was read. */
export async function checkOf(
  deps: { images: ReadImages },
  scan: ImageScan,
  known?: ImageRecord,
): Promise<CheckedResult | undefined> {
  const image = known ?? (await imageOf(deps, scan));
  return image?.scan === scan.id && image.generation === scan.generation ? image.checked : undefined;
}
