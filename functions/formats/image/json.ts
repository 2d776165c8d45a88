import { formatPlatform } from '../../image/platform.ts';
import { formatReference } from '../../image/reference.ts';
import type { ScannedImage } from './scanned-image.ts';

/** drydock's own JSON of a scan that is done, as `GET /scans/{id}` has it: verdict and counts are of the whole report. */
export const imageJson = ({ reference, digest, indexDigest, platform, summary, findings }: ScannedImage): string => {
  const { verdict, reasons, coverage, counts } = summary;
  const value = {
    kind: 'image',
    status: 'done',
    image: formatReference(reference),
    digest,
    ...(indexDigest !== undefined && { indexDigest }),
    platform: formatPlatform(platform),
    verdict,
    reasons,
    coverage,
    counts,
    findings: { items: findings },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
};
