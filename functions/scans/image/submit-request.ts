import type { ImageRecord } from './image-record.ts';
import type { ImageScan } from './image-scan.ts';
import type { ImageCredentials } from './ports.ts';

export interface ImageScanRequest {
  /** reference as people write it: `nginx:1.27` */
  image: string;
  /** `linux/arm64`; linux/amd64 when absent */
  platform?: string | undefined;
  credentials?: ImageCredentials | undefined;
  /** scan even if this image was scanned with this database */
  fresh?: boolean | undefined;
  /** `vuln` when absent; also `secret`, `misconfig`, `license` */
  scanners?: readonly string[] | undefined;
  idempotencyKey?: string | undefined;
  /** the watch that follows a tag; absent when somebody asks */
  watch?: string | undefined;
}

/** An image as it was asked for. */
export interface AskedImage {
  /** whole reference */
  image: string;
  /** of the index that it named, where that was asked for now */
  indexDigest?: string;
}

/** What a submit led to. */
export interface Submitted {
  scan: ImageScan;
  /** false: the same scan was there already, finished or under way */
  isNew: boolean;
  /** the image with its newest result, where that was read beside the scan */
  image?: ImageRecord;
}
