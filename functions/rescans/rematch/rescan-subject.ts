import type { ImageRecord } from '../../scans/image/image-record.ts';
import { imageScanId } from '../../scans/image/image-scan-id.ts';
import type { ScanSubject } from '../../scans/image/job.ts';
import type { ImageScanStore } from '../../scans/image/ports.ts';
import type { DeploymentKey } from '../../scans/ports.ts';
import type { Run } from '../runs/run.ts';

/** What a scan of an image with a database would be of, as if somebody had asked for it: whoever does finds this one. */
export async function rescanSubject(
  deps: { scans: Pick<ImageScanStore, 'read'>; deploymentKey: DeploymentKey },
  run: Run,
  image: ImageRecord,
  database: string,
): Promise<ScanSubject> {
  const { tenant, digest, platform, repository } = image;
  const before = await deps.scans.read(tenant, image.scan);
  const scanners = before?.scanners ?? 'vuln';
  return {
    ...{ tenant, digest, platform, repository, scanners, database, image: image.image, run: run.id },
    id: imageScanId(deps.deploymentKey, { tenant, subject: digest, platform, scanners, database }),
    needsCredentials: false,
  };
}
