import { type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import { isAfresh, type Run } from '../runs/run.ts';
import { awaitsScan, enterOnce, type OwnScanDeps } from './own-scan.ts';

export type RescanOutcome =
  | { outcome: 'unchanged' | 'changed' }
  /** a scan is under way, or another database was promoted: come again */
  | { outcome: 'pending' }
  /** it is the run of a newer database that matches it */
  | { outcome: 'left' }
  /** the image was deleted meanwhile */
  | { outcome: 'gone' };

const day = 86_400_000;

/** What this run found about an image already, or need not look for with this database; undefined when there is nothing yet. */
export async function knownOutcome(
  deps: OwnScanDeps,
  run: Run,
  image: ImageRecord,
  database: string,
): Promise<RescanOutcome | undefined> {
  if (image.run === run.id) return outcomeOfResult(deps, image);
  if (!isKnown(run, image, database)) return undefined;
  return (await awaitsScan(deps, run, image)) ? { outcome: 'pending' } : { outcome: 'unchanged' };
}

function isKnown(run: Run, image: ImageRecord, database: string): boolean {
  if (image.checked?.run === run.id) return true;
  if (isAfresh(run)) return wasScannedLately(image, run);
  // A schedule looks at what was matched before it began. Later results of others are as good: else two runs that
  // need scans of the same image would take turns.
  const last = lastCheckOf(image);
  const isEnough = run.trigger.kind === 'database' || last.at >= run.created;
  return isEnough && last.database === database;
}

const wasScannedLately = (image: ImageRecord, run: Run): boolean =>
  image.run === undefined && image.scanned > run.created - day;

async function outcomeOfResult(deps: OwnScanDeps, image: ImageRecord): Promise<RescanOutcome> {
  const { tenant, digest, platform } = image;
  const scan = await deps.scans.read(tenant, image.scan);
  // Whoever made it died, or is not through: what it changed must be noted before the run tells.
  if (scan?.run === image.run) await enterOnce(deps, scan);
  const { results } = await deps.images.history({ tenant, digest, platform, limit: 2 });
  const [newest, before] = results;
  const isChanged = newest?.change?.diff !== undefined || newest?.verdict !== before?.verdict;
  return { outcome: isChanged ? 'changed' : 'unchanged' };
}
