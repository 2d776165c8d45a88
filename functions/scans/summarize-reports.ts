import { createHash } from 'node:crypto';
import type { Report } from '../manifest/report.ts';
import type { ManifestScan, ScannedObject } from './ports.ts';

export type ScanSummary = Pick<ManifestScan, 'documents' | 'objects' | 'invalid' | 'lowestScore'>;

/** A row keeps so many objects, names of so many bytes in total, whatever a manifest holds. */
const maxObjects = 100;
const maxNameBytes = 32_768;
/** `<kind>/<name>.<namespace>` of a valid object has at most 63 + 253 + 63 characters and two signs. */
const maxNameLength = 400;

/** What is kept of reports: every document counts in the numbers, the first ones are listed by name. */
export function summarizeReports(reports: readonly Report[]): ScanSummary {
  const objects: ScannedObject[] = [];
  let invalid = 0;
  let lowestScore = reports[0]?.score ?? 0;
  let bytes = 0;
  let full = false;
  for (const report of reports) {
    if (!report.valid) invalid += 1;
    if (report.score < lowestScore) lowestScore = report.score;
    if (full) continue;
    const object = boundedName(report.object);
    bytes += Buffer.byteLength(object);
    full = objects.length === maxObjects || bytes > maxNameBytes;
    if (!full) objects.push(summarize(report, object));
  }
  return { documents: reports.length, objects, invalid, lowestScore };
}

/**
 * The name an object is stored and looked up by: the name itself, or of an overlong one its beginning and a digest of the
 * whole, so that two long names stay two.
 */
export function boundedName(name: string): string {
  if (name.length <= maxNameLength) return name.toWellFormed();
  const digest = createHash('sha256').update(name).digest('hex');
  return `${name.slice(0, maxNameLength - 33).toWellFormed()}~${digest.slice(0, 32)}`;
}

const summarize = (report: Report, object: string): ScannedObject => ({
  object,
  valid: report.valid,
  score: report.score,
  critical: report.scoring.critical?.length ?? 0,
  passed: report.scoring.passed?.length ?? 0,
  advise: report.scoring.advise?.length ?? 0,
});
