import { type ImageRecord, resultOf } from '../scans/image/image-record.ts';
import type { FollowResult, ForgetImage, ImageStore, ReportStore } from '../scans/image/ports.ts';
import { enterClocks } from './clocks/enter-clocks.ts';
import { forgetFindings, indexFindings } from './cves/index-findings.ts';
import { chainResult } from './history/chain-result.ts';
import { noteReliance } from './history/note-reliance.ts';
import { contentsReader } from './history/read-contents.ts';
import type { TellChanges } from './news/tell-changes.ts';
import type { ClockStore, CveStore, RelianceStore } from './ports.ts';

export interface FollowDeps {
  images: Pick<ImageStore, 'neighbours' | 'linkResult' | 'history'>;
  reports: Pick<ReportStore, 'read' | 'put'>;
  clocks: ClockStore;
  cves: CveStore;
  /** absent where no image is left alone */
  reliances?: RelianceStore;
  /** a name that nobody else uses */
  newMark: () => string;
  /** absent where nobody is told */
  tell?: TellChanges;
}

/** What follows from a result in the history: its diff, first-seen clocks, findings by CVE. */
export const followResult =
  (deps: FollowDeps): FollowResult =>
  async (image: ImageRecord): Promise<void> => {
    const read = contentsReader(deps.reports);
    const diff = await chainResult(deps, read, resultOf(image));
    if (diff !== undefined) await deps.tell?.(image, diff);
    const contents = await read(image.report);
    if (contents === undefined) return;
    await noteReliance(deps, image, contents.reliance, image.scanned);
    const clocks = await enterClocks(deps.clocks, image, contents.findings);
    await indexFindings(deps, read, image, clocks);
  };

/** An image that is removed is found by no CVE any more; the clocks of its repository go on. */
export const forgetImage =
  (deps: Pick<FollowDeps, 'images' | 'cves' | 'newMark'>): ForgetImage =>
  (image: ImageRecord) =>
    forgetFindings(deps, image);
