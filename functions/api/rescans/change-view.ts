import type * as z from 'zod/mini';
import { changedParts } from '../../image/diff/changed-parts.ts';
import type { Pair } from '../../image/diff/pair-up.ts';
import { fixChanged, newlyFixable } from '../../image/diff/summarize-diff.ts';
import type { ImageFinding } from '../../image/finding.ts';
import type { AffectedImage } from '../../rescans/cves/affected-image.ts';
import type { KnownCve, ListedCve } from '../../rescans/cves/read-cve.ts';
import type { Comparison } from '../../rescans/history/compare.ts';
import type { ViewedWatch } from '../../rescans/watches/manage-watches.ts';
import type { ImageRecord, ImageResult } from '../../scans/image/image-record.ts';
import { imageResultView } from '../images/image-scan-view.ts';
import { timeText } from '../resources/time-text.ts';
import type { changeList, cveDocument, cveList, diffDocument, watchDocument } from './change-schemas.ts';

/** A result as clients see it, with what it changed in numbers. */
export function changedResultView(result: ImageResult): z.output<typeof changeList>['items'][number] {
  const { change } = result;
  if (change === undefined) return imageResultView(result);
  const { previous, summary } = change;
  return {
    ...imageResultView(result),
    change: { previous: { ...previous, scanned: timeText(previous.scanned) }, summary },
  };
}

/** At most `limit` findings of each kind. */
export function diffView(
  { from, to, summary, diff }: Comparison<ImageResult | ImageRecord>,
  limit: number,
): z.output<typeof diffDocument> {
  return {
    ...{ from: sideView(from), to: sideView(to), summary },
    added: diff.added.slice(0, limit),
    fixed: diff.fixed.slice(0, limit),
    withdrawn: diff.withdrawn.slice(0, limit),
    severityChanged: diff.severityChanged
      .slice(0, limit)
      .map(({ before, after }) => ({ before: before.severity, after: after.severity, finding: after })),
    newlyFixable: newlyFixable(diff).slice(0, limit),
    fixChanged: fixChanged(diff).slice(0, limit).map(fixView),
    updated: diff.updated.slice(0, limit).map((pair) => ({ ...changedParts(pair), finding: pair.after })),
  };
}

const fixView = ({ before, after }: Pair<ImageFinding>): z.output<typeof diffDocument>['fixChanged'][number] => ({
  before: before.fixed!,
  ...(after.fixed !== undefined && { after: after.fixed }),
  finding: after,
});

export const cveView = ({
  id,
  severity,
  title,
  url,
  firstSeen,
  images,
  cursor,
}: KnownCve): z.output<typeof cveDocument> => ({
  ...{ id, severity, ...(title !== undefined && { title }), ...(url !== undefined && { url }) },
  firstSeen: timeText(firstSeen),
  images: { items: images.map(affectedView), ...(cursor !== undefined && { nextCursor: cursor }) },
});

export const listedCveView = ({
  cve,
  severity,
  title,
  url,
  firstSeen,
  images,
}: ListedCve): z.output<typeof cveList>['items'][number] => ({
  ...{ id: cve, severity, ...(title !== undefined && { title }), ...(url !== undefined && { url }) },
  ...{ firstSeen: timeText(firstSeen), images },
});

/** A watch as clients see it: times as RFC 3339, the interval in seconds. */
export function watchView({ watch, state }: ViewedWatch): z.output<typeof watchDocument> {
  const { id, kind, target, platform, mode, everyMs, digest, used, until, due, created, createdBy } = watch;
  return {
    ...{ id, kind, target, mode, state },
    ...(platform !== undefined && { platform }),
    ...(everyMs !== undefined && { every: everyMs / 1_000 }),
    ...(digest !== undefined && { digest }),
    used: timeText(used),
    ...(mode === 'use' && { until: timeText(until) }),
    ...(due !== undefined && kind === 'image' && { nextLook: timeText(due) }),
    ...{ created: timeText(created), createdBy },
  };
}

const sideView = (result: ImageResult | ImageRecord): z.output<typeof diffDocument>['from'] => ({
  ...imageResultView(result),
  digest: result.digest,
  ...('image' in result && { image: result.image }),
});

const affectedView = (image: AffectedImage): z.output<typeof cveDocument>['images']['items'][number] => ({
  ...{ image: image.image, repository: image.repository, digest: image.digest, platform: image.platform },
  ...{ severity: image.severity, packages: [...image.packages], packageCount: image.packageCount },
  firstSeen: timeText(image.firstSeen),
  ...(image.fixSeen !== undefined && { fixSeen: timeText(image.fixSeen) }),
});
