import { type EnterDeps, enterResult } from '../../scans/image/enter-result.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { type ImageScan, isFinal } from '../../scans/image/image-scan.ts';
import type { ImageScanStore } from '../../scans/image/ports.ts';
import type { DeploymentKey } from '../../scans/ports.ts';
import type { Run } from '../runs/run.ts';
import { rescanSubject } from './rescan-subject.ts';

export interface OwnScanDeps extends EnterDeps {
  scans: ImageScanStore;
  deploymentKey: DeploymentKey;
}

/** Whether a scan of the image that the run asked for is under way. What one that is done found is entered: the run tells it, and does not end before. */
export async function awaitsScan(deps: OwnScanDeps, run: Run, image: ImageRecord): Promise<boolean> {
  const { tenant, id } = await rescanSubject(deps, run, image, run.database);
  const scan = await deps.scans.read(tenant, id);
  if (scan?.run !== run.id) return false;
  await enterOnce(deps, scan);
  return !isFinal(scan);
}

/** Enters the result of a scan where whoever made it has not, or not yet. */
export async function enterOnce(deps: EnterDeps, scan: ImageScan | undefined): Promise<void> {
  if (scan?.status === 'done' && scan.due !== undefined) await enterResult(deps, scan);
}
