import { countFindings } from '../../functions/image/counts.ts';
import type { ImageRecord } from '../../functions/scans/image/image-record.ts';
import { imageRecordOf } from '../../functions/scans/image/image-record.ts';
import type { ImageScan } from '../../functions/scans/image/image-scan.ts';
import { finished, queuedScan, taken } from '../../functions/scans/image/job.ts';
import { defaultImageScanLimits as limits } from '../../functions/scans/image/limits.ts';
import { noon } from './sample-scan.ts';

export const imageScanIdFor = (name: string): string =>
  `i${Buffer.from(name).toString('hex').padStart(32, '0').slice(-32)}`;
export const digestFor = (name: string): string => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`;

/** A queued scan. */
export const sampleImageScan = (parts: Partial<ImageScan> & { tenant: string }): ImageScan => ({
  ...queuedScan(
    {
      tenant: parts.tenant,
      id: imageScanIdFor('scan'),
      image: 'docker.io/library/nginx:1.27',
      repository: 'docker.io/library/nginx',
      ...{ platform: 'linux/amd64', scanners: 'vuln', database: 'g1', digest: digestFor('nginx') },
      needsCredentials: false,
    },
    noon,
    limits,
  ),
  ...parts,
});

/** The same scan, done. */
export function doneImageScan(parts: Partial<ImageScan> & { tenant: string }, at = noon): ImageScan {
  const report = { key: 'reports/a/b/1-2.json', digest: digestFor('report'), bytes: 2 };
  const coverage = {
    os: { family: 'debian', name: '12.5', endOfLife: false },
    packages: { os: 3, library: 0 },
    scanner: { name: 'trivy' as const, version: '0.68.2' },
    database: { generation: 'g1', updatedAt: '2026-11-24T06:00:00Z', stale: false },
    notices: [],
  };
  const result = { verdict: 'pass' as const, reasons: [], coverage, counts: countFindings([]), report };
  return finished(taken(sampleImageScan(parts), 'holder', at, limits), result, at, limits);
}

export const sampleImage = (parts: Partial<ImageScan> & { tenant: string }, at = noon): ImageRecord =>
  imageRecordOf(doneImageScan(parts, at))!;
