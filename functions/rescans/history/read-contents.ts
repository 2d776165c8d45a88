import { type ImageContents, readContents } from '../../image/diff/contents.ts';
import { parseTrivyReport } from '../../image/trivy-report.ts';
import type { StoredReport } from '../../scans/image/image-scan.ts';
import type { ReportStore } from '../../scans/image/ports.ts';
import { readStoredJson } from '../../scans/image/stored-json.ts';

/** What a stored report tells; undefined when it is gone or damaged. */
export type ContentsReader = (stored: StoredReport) => Promise<ImageContents | undefined>;

/** Reads each report once, however often it is asked for. */
export function contentsReader(reports: Pick<ReportStore, 'read'>): ContentsReader {
  const known = new Map<string, Promise<ImageContents | undefined>>();
  const read = async (stored: StoredReport): Promise<ImageContents | undefined> => {
    const json = await readStoredJson(reports, stored);
    return json === undefined ? undefined : readContents(parseTrivyReport(json));
  };
  return (stored) => {
    const found = known.get(stored.key) ?? read(stored);
    known.set(stored.key, found);
    return found;
  };
}
