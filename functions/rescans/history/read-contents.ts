import { type ImageContents, readContents } from '../../image/diff/contents.ts';
import { type Reliance, relianceOf } from '../../image/reliance/reliance.ts';
import { parseTrivyReport } from '../../image/trivy-report.ts';
import type { StoredReport } from '../../scans/image/image-scan.ts';
import type { ReportStore } from '../../scans/image/ports.ts';
import { readStoredJson } from '../../scans/image/stored-json.ts';

export interface ReportContents extends ImageContents {
  reliance: Reliance | undefined;
}

/** What a stored report tells; undefined when it is gone or damaged. */
export type ContentsReader = (stored: StoredReport) => Promise<ReportContents | undefined>;

/** Reads each report once, however often it is asked for. */
export function contentsReader(reports: Pick<ReportStore, 'read'>): ContentsReader {
  const known = new Map<string, Promise<ReportContents | undefined>>();
  const read = async (stored: StoredReport): Promise<ReportContents | undefined> => {
    const json = await readStoredJson(reports, stored);
    if (json === undefined) return undefined;
    const report = parseTrivyReport(json);
    return { ...readContents(report), reliance: relianceOf(report) };
  };
  return (stored) => {
    const found = known.get(stored.key) ?? read(stored);
    known.set(stored.key, found);
    return found;
  };
}
