import type * as z from 'zod/mini';
import type { CheckedResult, ImageRecord, ImageResult } from '../../scans/image/image-record.ts';
import type { ImageScan, ScanFailure } from '../../scans/image/image-scan.ts';
import { problemKinds } from '../problem.ts';
import { timeText } from '../resources/time-text.ts';
import type { imageDocument, imageHistoryDocument, imageScanDocument } from './image-schemas.ts';

export type ImageScanDocument = z.output<typeof imageScanDocument>;
type ImageDocument = z.output<typeof imageDocument>;
type ImageResultDocument = z.output<typeof imageHistoryDocument>['history']['items'][number];

/** What only the answer about one scan tells. */
export interface ScanDetails {
  checked?: CheckedResult | undefined;
  findings?: ImageScanDocument['findings'];
}

/** A scan of an image as clients see it: times as RFC 3339, no tenant, no names of objects. */
export function imageScanView(scan: ImageScan, { checked, findings }: ScanDetails = {}): ImageScanDocument {
  const { id, status, phase, progress, error, image, digest, indexDigest, platform, result } = scan;
  return {
    ...{ id, kind: 'image', status },
    ...(phase !== undefined && { phase }),
    ...(progress !== undefined && { progress: { done: progress.done, total: progress.total } }),
    ...(error !== undefined && status !== 'done' && { error: errorView(error) }),
    image,
    ...(digest !== undefined && { digest }),
    ...(indexDigest !== undefined && { indexDigest }),
    platform,
    ...(scan.run !== undefined && { rescan: scan.run }),
    ...(scan.watch !== undefined && { watch: scan.watch }),
    submitted: timeText(scan.submitted),
    ...(scan.started !== undefined && { started: timeText(scan.started) }),
    ...(scan.finished !== undefined && { finished: timeText(scan.finished) }),
    expires: timeText(scan.expires * 1000),
    ...(result !== undefined && {
      verdict: result.verdict,
      reasons: [...result.reasons],
      coverage: { ...result.coverage, notices: [...result.coverage.notices] },
      counts: result.counts,
    }),
    ...(checked !== undefined && { checked: checkedView(checked) }),
    ...(findings !== undefined && { findings }),
  };
}

/** Of a queued scan: why the attempt before failed. The text of a fault of ours is for the log. */
function errorView({ code, message, retryable }: ScanFailure): NonNullable<ImageScanDocument['error']> {
  const { status, title } = problemKinds[code];
  return { code, message: status === 500 ? title : message, retryable, status };
}

export const imageResultView = (result: ImageResult): ImageResultDocument => ({
  scan: result.scan,
  platform: result.platform,
  scanned: timeText(result.scanned),
  verdict: result.verdict,
  reasons: [...result.reasons],
  counts: result.counts,
  database: result.database,
  scannerVersion: result.scannerVersion,
});

export const imageView = (image: ImageRecord): ImageDocument => ({
  image: image.image,
  digest: image.digest,
  ...imageResultView(image),
  ...(image.checked !== undefined && { checked: checkedView(image.checked) }),
});

const checkedView = ({ at, database, run, untouched }: CheckedResult) => ({
  ...{ at: timeText(at), database },
  ...(run !== undefined && { run }),
  ...(untouched && { untouched }),
});
