import type { ImageFinding } from '../../image/finding.ts';
import { readFindings } from '../../image/read-findings.ts';
import { parseReference } from '../../image/reference.ts';
import { rewriteReport } from '../../image/rewrite-report.ts';
import type { TrivyReport } from '../../image/trivy-report.ts';
import type { ImageScan } from '../../scans/image/image-scan.ts';
import { type ReadDeps, readReport } from '../../scans/image/read.ts';
import type { ReadFindings } from '../../scans/image/recent-findings.ts';
import type { AskedImage } from '../../scans/image/submit-request.ts';

/** A scan with what it found, all by one name of the image. */
export interface NamedScan {
  scan: ImageScan;
  readReport(): Promise<TrivyReport>;
  findings(): Promise<readonly ImageFinding[]>;
}

/** The scan by the reference that was asked for: somebody may have had the same content scanned by another name before, whose index is none of this one. */
export function namedScan(
  images: ReadDeps & { findings: ReadFindings },
  scan: ImageScan,
  asked: AskedImage | undefined,
): NamedScan {
  if (asked === undefined || asked.image === scan.image) {
    return { scan, readReport: () => readReport(images, scan), findings: () => images.findings(scan) };
  }
  const named = asAsked(scan, asked);
  const read = async (): Promise<TrivyReport> =>
    rewriteReport(await readReport(images, scan), {
      reference: parseReference(named.image),
      digest: named.indexDigest ?? scan.digest ?? '',
    });
  return { scan: named, readReport: read, findings: async () => readFindings(await read()) };
}

/** The row as the caller knows the image. */
export function asAsked(scan: ImageScan, asked: AskedImage): ImageScan {
  if (asked.image === scan.image) return scan;
  const { indexDigest: _, ...rest } = scan;
  return { ...rest, ...asked };
}
