import { DrydockError } from '../../errors.ts';
import { diffContents, type FindingDiff } from '../../image/diff/diff.ts';
import { type DiffSummary, summarizeDiff } from '../../image/diff/summarize-diff.ts';
import type { ImageResult } from '../../scans/image/image-record.ts';
import type { ReportStore } from '../../scans/image/ports.ts';
import { contentsReader } from './read-contents.ts';

export interface Comparison<T extends ImageResult> {
  from: T;
  to: T;
  summary: DiffSummary;
  diff: FindingDiff;
}

/** What is different between two results of any images. Throws DrydockError `not_found` when a report was deleted. */
export async function compare<T extends ImageResult>(
  reports: Pick<ReportStore, 'read'>,
  from: T,
  to: T,
): Promise<Comparison<T>> {
  const read = contentsReader(reports);
  const [before, after] = await Promise.all([read(from.report), read(to.report)]);
  if (before === undefined || after === undefined) {
    const { scan } = before === undefined ? from : to;
    throw new DrydockError('not_found', `the report of scan ${scan} was deleted`);
  }
  const diff = diffContents(before, after, from.digest === to.digest);
  return { from, to, summary: summarizeDiff(diff), diff };
}
