import type { Counts } from '../../image/counts.ts';
import type { CoverageNotice } from '../../image/coverage.ts';
import type { DiffSummary } from '../../image/diff/summarize-diff.ts';
import type { Reason, Verdict } from '../../image/verdict.ts';
import type { ImageAnalysis } from './image-analysis.ts';
import type { ImageScan, StoredReport } from './image-scan.ts';

/** One finished scan in the history of an image. */
export interface ImageResult {
  tenant: string;
  digest: string;
  platform: string;
  /** id and generation of the scan */
  scan: string;
  generation: number;
  /** milliseconds since 1970 */
  scanned: number;
  verdict: Verdict;
  reasons: readonly Reason[];
  counts: Counts;
  /** generation of the database that made it */
  database: string;
  scannerVersion: string;
  report: StoredReport;
  /** what the scan could not look at */
  notices?: readonly CoverageNotice[];
  /** absent when the analyses were not kept */
  analysis?: ImageAnalysis;
  /** seconds since 1970 */
  expires: number;
  /** the run of rescans that made it */
  run?: string;
  /** the watch that followed a tag to it */
  watch?: string;
  /** absent for the first result, and until it is known */
  change?: ResultChange;
}

/** What is different from the result before. */
export interface ResultChange {
  previous: Pick<ImageResult, 'scan' | 'scanned' | 'database'>;
  summary: DiffSummary;
  /** the diff as JSON; absent when nothing is different */
  diff?: StoredReport;
}

/** An image with its newest result. */
export interface ImageRecord extends ImageResult {
  /** whole reference it was last scanned under */
  image: string;
  repository: string;
  /** the last rescan that found the same: nothing else is kept of it */
  checked?: CheckedResult;
}

/** A result that was found again. */
export interface CheckedResult {
  /** milliseconds since 1970 */
  at: number;
  /** generation that it was matched with */
  database: string;
  /** the run of rescans that matched it */
  run?: string;
  /** it was not matched: nothing that it relies on is different in that database */
  untouched?: true;
}

/** What a done scan says about its image; undefined for any other. */
export function imageRecordOf(scan: ImageScan): ImageRecord | undefined {
  const { digest, result, finished } = scan;
  if (scan.status !== 'done' || digest === undefined || result === undefined || finished === undefined)
    return undefined;
  const { tenant, id, generation, image, repository, platform, expires, run, watch } = scan;
  const { verdict, reasons, counts, coverage, report, analysis } = result;
  return {
    ...{ tenant, digest, platform, scan: id, generation, scanned: finished, verdict, reasons, counts },
    ...{ database: coverage.database.generation, scannerVersion: coverage.scanner.version, report, expires },
    ...{
      image,
      repository,
      notices: coverage.notices,
      ...(analysis && { analysis }),
      ...(run !== undefined && { run }),
      ...(watch !== undefined && { watch }),
    },
  };
}

/** The result alone, as its history keeps it. */
export function resultOf({
  image: _,
  repository: _repository,
  checked: _checked,
  ...result
}: ImageRecord): ImageResult {
  return result;
}

/** When and with which database the result of an image was last found. */
export const lastCheckOf = ({ checked, scanned, database }: ImageRecord): Pick<CheckedResult, 'at' | 'database'> =>
  checked ?? { at: scanned, database };
