import type { ImageFinding } from '../../image/finding.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { formatReference, type ImageReference } from '../../image/reference.ts';
import type { ReportSummary } from '../../image/summarize-report.ts';
import { plainText } from '../plain-text.ts';

/** One scan of one image, as the formats show it. */
export interface ScannedImage {
  reference: ImageReference;
  /** of the manifest of the platform */
  digest: string;
  /** of the index that the reference named, if it did */
  indexDigest?: string | undefined;
  platform: Platform;
  /** of everything that was found */
  summary: ReportSummary;
  /** those of the view, most severe first */
  findings: readonly ImageFinding[];
}

/** What the reference led to, as Trivy's `RepoDigests` has it. */
export const namedDigest = ({ indexDigest, digest }: ScannedImage): string => indexDigest ?? digest;

/** `debian 12.1`, or that no operating system was recognised. */
const systemOf = ({ coverage }: ReportSummary): string =>
  coverage.os === undefined
    ? 'no known operating system'
    : plainText(`${coverage.os.family} ${coverage.os.name}`.trim(), 100);

/** What was scanned, and with what: one line a text. */
export const describeScan = (image: ScannedImage): string[] => {
  const { packages, scanner, database } = image.summary.coverage;
  return [
    plainText(formatReference(image.reference), 500),
    `${formatPlatform(image.platform)}, ${namedDigest(image)}`,
    `${systemOf(image.summary)}; ${counted(packages.os, 'OS package')}, ${counted(packages.library, 'library', 'libraries')}`,
    plainText(`Trivy ${scanner.version}, database of ${database.updatedAt}${database.stale ? ', stale' : ''}`),
  ];
};

/** What the verdict means, in a line. */
export const verdictLine = ({ verdict }: ReportSummary): string =>
  verdict === 'unknown' ? 'UNKNOWN: this scan does not show that the image is clean' : verdict.toUpperCase();

/** `1 finding`, `2 findings` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** How many findings the view leaves out, as a sentence; empty for none. */
export const hiddenLine = ({ summary, findings }: ScannedImage): string => {
  const hidden = summary.counts.total - findings.length;
  return hidden === 0
    ? ''
    : `${counted(hidden, 'finding')} more ${hidden === 1 ? 'is' : 'are'} not shown: see the filters.`;
};
