import type { DeleteDeps } from '../../scans/image/delete.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import type { ListDeps } from '../../scans/image/list.ts';
import type { ReadDeps } from '../../scans/image/read.ts';
import type { ReadFindings } from '../../scans/image/recent-findings.ts';
import type { SubmitDeps } from '../../scans/image/submit.ts';

/** What a host that scans images gives the app. */
export interface ImageScans extends SubmitDeps, ReadDeps, ListDeps, DeleteDeps {
  findings: ReadFindings;
  /** The scan when it is finished, or as it is after so many milliseconds; undefined, at once, when no more callers may wait here. */
  wait(scan: ImageScan, ms: number): Promise<ImageScan | undefined>;
}
