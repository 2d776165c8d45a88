import { type EnterDeps, enterResult } from '../../scans/image/enter-result.ts';
import { type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { ImageScanStore } from '../../scans/image/ports.ts';
import { isAfresh, type Run } from '../runs/run.ts';

export type RescanOutcome =
  /** `database`: generation that it was matched with */
  | { outcome: 'unchanged' | 'changed'; database: string }
  /** a scan is under way: come again */
  | { outcome: 'pending' }
  /** the image was deleted meanwhile */
  | { outcome: 'gone' };

export interface KnownDeps extends EnterDeps {
  scans: ImageScanStore;
}

const day = 86_400_000;

/** What this run found about an image already, or need not look for; undefined when there is nothing yet. */
export async function knownOutcome(deps: KnownDeps, run: Run, image: ImageRecord): Promise<RescanOutcome | undefined> {
  if (image.run === run.id) return outcomeOfResult(deps, image);
  const last = lastCheckOf(image);
  const unchanged = { outcome: 'unchanged', database: last.database } as const;
  if (image.checked?.run === run.id) return unchanged;
  if (isAfresh(run)) return wasScannedLately(image, run) ? unchanged : undefined;
  // A schedule looks at what was matched before it began. Later results of others are as good: else two runs that
  // need scans of the same image would take turns.
  const isEnough = run.trigger.kind === 'database' || last.at >= run.created;
  return isEnough && last.database === run.database ? unchanged : undefined;
}

const wasScannedLately = (image: ImageRecord, run: Run): boolean =>
  image.run === undefined && image.scanned > run.created - day;

async function outcomeOfResult(deps: KnownDeps, image: ImageRecord): Promise<RescanOutcome> {
  const { tenant, digest, platform, database } = image;
  const scan = await deps.scans.read(tenant, image.scan);
  // Whoever made it died, or is not through: what it changed must be noted before the run tells.
  if (scan?.status === 'done' && scan.due !== undefined && scan.run === image.run) await enterResult(deps, scan);
  const { results } = await deps.images.history({ tenant, digest, platform, limit: 2 });
  const [newest, before] = results;
  const isChanged = newest?.change?.diff !== undefined || newest?.verdict !== before?.verdict;
  return { outcome: isChanged ? 'changed' : 'unchanged', database };
}
