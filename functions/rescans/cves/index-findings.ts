import { DrydockError } from '../../errors.ts';
import type { ImageRecord, ImageResult } from '../../scans/image/image-record.ts';
import type { ImageStore } from '../../scans/image/ports.ts';
import type { Clocks } from '../clocks/enter-clocks.ts';
import type { ContentsReader } from '../history/read-contents.ts';
import { inParallel } from '../in-parallel.ts';
import type { CveStore } from '../ports.ts';
import { type ImageIndex, readRowId } from './affected-image.ts';
import { type AffectedRows, affectedRows, markOf } from './affected-rows.ts';
import { dropWithoutImages, listCvesOf } from './cve-entries.ts';
import { type IndexPlan, planIndex } from './plan-index.ts';

export interface IndexDeps {
  images: Pick<ImageStore, 'history'>;
  cves: CveStore;
  /** a name that nobody else uses */
  newMark: () => string;
}

/** Writes under way at once. */
const width = 16;
/** So often others may change the same image in between. */
const rounds = 8;

/**
 * Makes the image be found under the CVEs of its newest result, which need not be this one. Only what is different from before
 * is written; whatever is broken off is told in the image's index and done again by whoever comes next.
 */
export async function indexFindings(
  deps: IndexDeps,
  read: ContentsReader,
  image: ImageRecord,
  clocks: Clocks,
): Promise<void> {
  const doubts = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const newest = await newestOf(deps, image);
    const contents = newest && (await read(newest.report));
    // A deleted report tells nothing: what the image was found under stays until it expires.
    if (newest === undefined || contents === undefined) return;
    const wanted = affectedRows({ ...image, ...newest }, contents.findings, clocks);
    // A worker that was late with this very result may have left rows that no newer one knows of.
    if (newest.scan !== image.scan || newest.scanned !== image.scanned) await doubt(read, image, clocks, doubts);
    const isDone = await writeIndex(deps, { ...image, ...newest }, wanted, doubts);
    if (isDone && (await newestOf(deps, image))?.scanned === newest.scanned) return;
  }
  throw new DrydockError('storage_unavailable', 'others keep changing the findings of this image');
}

/** The image is found under nothing any more. */
export async function forgetFindings(deps: IndexDeps, image: ImageRecord): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if (await writeIndex(deps, image, new Map(), new Set())) return;
  }
  throw new DrydockError('storage_unavailable', 'others keep changing the findings of this image');
}

async function newestOf(deps: IndexDeps, image: ImageRecord): Promise<ImageResult | undefined> {
  const { tenant, digest, platform } = image;
  return (await deps.images.history({ tenant, digest, platform, limit: 1 })).results[0];
}

async function doubt(read: ContentsReader, image: ImageRecord, clocks: Clocks, doubts: Set<string>): Promise<void> {
  const own = await read(image.report);
  for (const id of affectedRows(image, own?.findings ?? [], clocks).keys()) doubts.add(id);
}

/** False when somebody else changed the index meanwhile; `doubts` then has what we may have left. */
async function writeIndex(
  deps: IndexDeps,
  image: ImageRecord,
  wanted: AffectedRows,
  doubts: Set<string>,
): Promise<boolean> {
  const { tenant, digest, platform, expires } = image;
  const known = await deps.cves.readIndex(tenant, digest, platform);
  const plan = planIndex(known, wanted, doubts);
  const ids = [...plan.put, ...plan.remove];
  if (ids.length === 0) return true;
  const fence = known?.fence ?? 0;
  const rows = [...wanted].map(([id, row]) => [id, markOf(row)] as const);
  const claim: ImageIndex = { tenant, digest, platform, expires, fence: fence + 1, rows, doubts: ids };
  if (!(await deps.cves.replaceIndex(claim, fence))) return false;
  for (const id of ids) doubts.add(id);
  await writeRows(deps, image, wanted, plan);
  if (!(await deps.cves.replaceIndex({ ...claim, fence: fence + 2, doubts: [] }, fence + 1))) return false;
  doubts.clear();
  return true;
}

async function writeRows(deps: IndexDeps, image: ImageRecord, wanted: AffectedRows, plan: IndexPlan): Promise<void> {
  const { tenant, digest, platform, scanned } = image;
  const added = plan.put.map((id) => wanted.get(id)!);
  const removed = plan.remove.map((id) => ({ tenant, digest, platform, ...readRowId(id) }));
  await inParallel(added, width, (row) => deps.cves.putAffected(row));
  await inParallel(removed, width, (key) => deps.cves.removeAffected(key, scanned));
  await listCvesOf(deps.cves, added, (entries) => inParallel(entries, width, (entry) => deps.cves.putCve(entry)));
  await inParallel(removed, width, (key) => dropWithoutImages(deps.cves, key, deps.newMark()));
}
