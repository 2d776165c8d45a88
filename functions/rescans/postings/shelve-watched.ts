import { type ImageRecord, lastCheckOf } from '../../scans/image/image-record.ts';
import type { StoredReport } from '../../scans/image/image-scan.ts';
import type { ImageStore, ReportStore } from '../../scans/image/ports.ts';
import { storeJson } from '../../scans/image/stored-json.ts';
import type { Clock, ScanLog } from '../../scans/ports.ts';
import { imageName } from '../image-name.ts';
import type { RelianceStore, ResultReliance, ShelvingStore } from '../ports.ts';
import { isOfNewest, mayBeLeft } from '../rematch/derive-checks.ts';
import type { Run, RunImage } from '../runs/run.ts';
import type { PatternWatch } from '../watches/in-effect.ts';
import { patternsText } from './patterns-text.ts';
import { type ShelfEntry, shelfMaker } from './shelf-maker.ts';

export interface ShelveDeps {
  shelvings: ShelvingStore;
  /** where shelves are kept */
  objects: Pick<ReportStore, 'put' | 'remove'>;
  images: Pick<ImageStore, 'readEach'>;
  reliances: Pick<RelianceStore, 'read'>;
  /** a name that nobody else uses */
  newMark: () => string;
  clock: Clock;
  log: ScanLog;
}

export interface Shelver {
  /** Images that a planner has found for watches. */
  add(images: readonly RunImage[]): Promise<void>;
  /** These were all: from now on shelves of them stand. */
  finish(): Promise<void>;
}

/**
 * Puts the watched images of a tenant on shelves while a planner goes through all of them. The shelves of before stand until the end. It is a
 * convenience for later runs: what is wrong with it is logged, and no matter of the run.
 */
export function shelveWatched(deps: ShelveDeps, run: Run, patterns: readonly PatternWatch[]): Shelver {
  const { tenant } = run;
  const begun = deps.clock();
  const shelves: StoredReport[] = [];
  let entries = 0;
  let maker = shelfMaker();
  let isGivenUp = false;
  let standing: ReturnType<ShelvingStore['read']> | undefined;
  const store = async (): Promise<void> => {
    shelves.push(await storeJson(deps.objects, `shelves/${tenant}/${deps.newMark()}.json`, maker.make()));
    entries += maker.entries;
    maker = shelfMaker();
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (isGivenUp) return;
    try {
      await work();
    } catch (error) {
      isGivenUp = true;
      maker = shelfMaker();
      deps.log.warn('watched images not shelved', { run: run.id, error });
    }
  };
  return {
    add: (images) =>
      attempt(async () => {
        standing ??= deps.shelvings.read(tenant);
        await standing;
        for (const entry of await entriesOf(deps, tenant, images)) maker.add(entry);
        if (maker.isFull) await store();
      }),
    finish: () =>
      attempt(async () => {
        if (maker.entries > 0) await store();
        const before = await standing;
        const [fence, databases] = [before?.fence ?? 0, [run.database]];
        const next = { tenant, fence: fence + 1, begun, databases, patterns: patternsText(patterns), entries, shelves };
        const isOurs = await deps.shelvings.replace(next, fence);
        for (const { key } of isOurs ? (before?.shelves ?? []) : shelves) await deps.objects.remove(key);
      }),
  };
}

async function entriesOf(deps: ShelveDeps, tenant: string, images: readonly RunImage[]): Promise<ShelfEntry[]> {
  const [records, relied] = await Promise.all([
    deps.images.readEach(tenant, images),
    deps.reliances.read(tenant, images),
  ]);
  const recordOf = new Map(records.map((image) => [imageName(image), image]));
  const relianceOf = new Map(relied.map((reliance) => [imageName(reliance), reliance]));
  return images.flatMap(({ digest, platform, watch }) => {
    if (watch === undefined) return [];
    const name = imageName({ digest, platform });
    const certain = certainly(recordOf.get(name), relianceOf.get(name));
    return [{ watch, digest, platform, ...(certain && { certain }) }];
  });
}

function certainly(image: ImageRecord | undefined, relied: ResultReliance | undefined): ShelfEntry['certain'] {
  if (image === undefined || relied === undefined) return undefined;
  if (!isOfNewest(relied, image) || !mayBeLeft(image)) return undefined;
  const { reliance, matched, scanned } = relied;
  return { reliance, matched, scanned, database: lastCheckOf(image).database };
}
