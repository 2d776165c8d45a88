import type { ImageFinding } from '../../image/finding.ts';
import { readFindings } from '../../image/read-findings.ts';
import { recentlyUsed } from '../../recently-used.ts';
import type { ImageScan } from './image-scan.ts';
import type { ReportStore } from './ports.ts';
import { readReport } from './read.ts';

/** The findings of a done scan, the most severe first. Throws DrydockError `storage_unavailable`. */
export type ReadFindings = (scan: ImageScan) => Promise<readonly ImageFinding[]>;

/** Of the JSON of reports; what is kept of them is smaller. */
const defaultBytes = 16_777_216;

/** Keeps the findings of reports that were read lately, by the digest of the report: what was stored under it never changes. */
export function recentFindings(reports: Pick<ReportStore, 'read'>, mostBytes = defaultBytes): ReadFindings {
  const known = recentlyUsed<Promise<readonly ImageFinding[]>>(mostBytes);
  const read = async (scan: ImageScan) => readFindings(await readReport({ reports }, scan));
  return (scan) => {
    const report = scan.result?.report;
    if (report === undefined) return read(scan);
    const found = known.get(report.digest);
    if (found !== undefined) return found;
    const reading = read(scan);
    known.set(report.digest, reading, report.bytes);
    reading.catch(() => known.delete(report.digest));
    return reading;
  };
}
