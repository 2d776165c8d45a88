import { diffContents, type FindingDiff, isUnchanged } from '../../image/diff/diff.ts';
import { summarizeDiff } from '../../image/diff/summarize-diff.ts';
import type { ImageResult } from '../../scans/image/image-record.ts';
import type { ImageStore, ReportStore } from '../../scans/image/ports.ts';
import { storeJson } from '../../scans/image/stored-json.ts';
import type { ContentsReader } from './read-contents.ts';

export interface ChainDeps {
  images: Pick<ImageStore, 'neighbours' | 'linkResult'>;
  reports: Pick<ReportStore, 'put'>;
}

/**
 * Notes what a result in the history changed, and what the one after it did when that came first. Results may come in any
 * order and more than once: each ends with its diff against the one just before it. Resolves to that diff where there is one.
 */
export async function chainResult(
  deps: ChainDeps,
  read: ContentsReader,
  result: ImageResult,
): Promise<FindingDiff | undefined> {
  const { before, after } = await deps.images.neighbours(result);
  const diff = before === undefined ? undefined : await link(deps, read, before, result);
  if (after !== undefined) await link(deps, read, result, after);
  return diff;
}

async function link(
  deps: ChainDeps,
  read: ContentsReader,
  previous: ImageResult,
  result: ImageResult,
): Promise<FindingDiff | undefined> {
  const [before, after] = await Promise.all([read(previous.report), read(result.report)]);
  // A report that somebody deleted can be compared with nothing.
  if (before === undefined || after === undefined) return undefined;
  const diff = diffContents(before, after, true);
  const { scan, scanned, database } = previous;
  const stored = isUnchanged(diff) ? {} : { diff: await storeJson(deps.reports, diffKey(result, previous), diff) };
  const change = { previous: { scan, scanned, database }, summary: summarizeDiff(diff), ...stored };
  await deps.images.linkResult({ ...result, change });
  return diff;
}

/** The same for the same two results; built from our own ids and numbers alone. */
const diffKey = ({ tenant, scan, generation, scanned }: ImageResult, previous: ImageResult): string =>
  `diffs/${tenant}/${scan}/${generation}-${scanned}-since-${previous.scanned}-${previous.scan}.json`;
