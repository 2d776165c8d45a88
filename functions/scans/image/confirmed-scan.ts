import type { CheckedResult, ImageRecord } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import type { ScanSubject } from './job.ts';
import type { DeriveChecks, ImageScanStore, ImageStore } from './ports.ts';

export interface ImageOfDeps {
  images: Pick<ImageStore, 'readEach'>;
  /** absent where each image shows its own last check */
  deriveChecks?: DeriveChecks;
}

/** The image that a scan is of, with its newest result; undefined for a tag that is not resolved. `database` is the one in use where that is known. */
export async function imageOf(
  { images, deriveChecks }: ImageOfDeps,
  { tenant, digest, platform }: Pick<ScanSubject, 'tenant' | 'digest' | 'platform'>,
  database?: string,
): Promise<ImageRecord | undefined> {
  if (digest === undefined) return undefined;
  const found = await images.readEach(tenant, [{ digest, platform }]);
  return (deriveChecks === undefined ? found : await deriveChecks(found, database))[0];
}

/** The scan with an older database whose result is the same with the one asked for, as a rescan found or a change does not touch it. */
export async function confirmedScan(
  { scans }: { scans: Pick<ImageScanStore, 'read'> },
  { tenant, scanners, database }: ScanSubject,
  image: ImageRecord,
): Promise<ImageScan | undefined> {
  const scan = image.checked?.database === database ? await scans.read(tenant, image.scan) : undefined;
  const isIt = scan?.status === 'done' && scan.generation === image.generation && scan.scanners === scanners;
  return isIt ? scan : undefined;
}

/** When and with which database the result of a scan was found again; `known` is its image where that was read. */
export async function checkOf(
  deps: ImageOfDeps,
  scan: ImageScan,
  known?: ImageRecord,
): Promise<CheckedResult | undefined> {
  const image = known ?? (await imageOf(deps, scan));
  return image?.scan === scan.id && image.generation === scan.generation ? image.checked : undefined;
}
