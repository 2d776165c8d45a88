import type { TouchesResult } from '../../image/reliance/database-changes.ts';
import type { StoredReport } from '../../scans/image/image-scan.ts';
import type { ReportStore } from '../../scans/image/ports.ts';
import { readStoredJson } from '../../scans/image/stored-json.ts';
import { imageName } from '../image-name.ts';
import type { ShelvingStore } from '../ports.ts';
import { wholeEveryMs } from '../rematch/derive-checks.ts';
import { batchSize, type Run } from '../runs/run.ts';
import type { PatternWatch } from '../watches/in-effect.ts';
import { type NewSince, type NewSinceDeps, newSince } from './new-since.ts';
import { patternsText } from './patterns-text.ts';
import { entryAt, readShelf, type Shelf } from './shelf.ts';
import { standingShelves } from './standing-shelves.ts';
import { type StepsDeps, stepsTo, type TouchesFrom } from './steps-to.ts';
import { touchedEntries } from './touched-entries.ts';

export interface FindTouchedDeps extends NewSinceDeps, StepsDeps {
  shelvings: ShelvingStore;
  objects: Pick<ReportStore, 'read'>;
}

/** What a change of the database is about. */
export interface Touched {
  /** ids of watches whose images it may touch */
  watches: string[];
  /** number of watched images that it does not touch */
  untouched: number;
}

/** A result may be entered so long after it was made, and clocks differ. */
const lateMs = 15 * 60_000;

/**
 * The watches of a tenant whose images the database of a run may touch, by the shelves that stand: what they say, and what is new since they were
 * begun. Undefined when all watches are to be looked at: there are no shelves, one is damaged, it is not known what changed, or it is much.
 */
export async function findTouched(
  deps: FindTouchedDeps,
  run: Run,
  patterns: readonly PatternWatch[],
): Promise<Touched | undefined> {
  const now = deps.clock();
  const standing = await standingShelves(deps.shelvings, run, patternsText(patterns), now);
  if (standing === undefined) return undefined;
  const { tenant, entries, begun, shelves, databases } = standing;
  const touchesFrom = await stepsTo(deps, databases);
  if (touchesFrom === undefined) return undefined;
  const news = await newSince(deps, { tenant, since: begun - lateMs, most: Math.max(batchSize, entries / 4) });
  if (news === undefined) return undefined;
  const watches = [...news.watches];
  let untouched = 0;
  for (const stored of shelves) {
    const shelf = await readShelfOf(deps, run, stored);
    if (shelf === undefined) return undefined;
    const found = await lookThrough(shelf, touchesFrom, news, now - wholeEveryMs);
    watches.push(...found.watches);
    untouched += found.untouched;
    if (watches.length > Math.max(batchSize, entries / 2)) return undefined;
  }
  return { watches, untouched };
}

async function readShelfOf(
  { objects, log }: FindTouchedDeps,
  run: Run,
  stored: StoredReport,
): Promise<Shelf | undefined> {
  const json = await readStoredJson(objects, stored);
  const shelf = json === undefined ? undefined : readShelf(json);
  if (shelf === undefined) log.warn('a shelf of watched images cannot be used', { run: run.id, key: stored.key });
  return shelf;
}

async function lookThrough(
  shelf: Shelf,
  touchesFrom: TouchesFrom,
  news: NewSince,
  matchedSince: number,
): Promise<Touched> {
  const known = new Map<string, TouchesResult>();
  for (const database of shelf.databases.texts) {
    const touches = await touchesFrom(database);
    if (touches !== undefined) known.set(database, touches);
  }
  const touched = new Set(touchedEntries(shelf, { touchesFrom: known, matchedSince }));
  const found: Touched = { watches: [], untouched: 0 };
  for (let at = 0; at < shelf.entries; at += 1) {
    const { watch, scanned, ...image } = entryAt(shelf, at);
    // It is among the new ones, with the image that it is of now.
    if (news.watches.has(watch)) continue;
    const newest = news.results.get(imageName(image)) ?? scanned;
    if (touched.has(at) || newest !== scanned) found.watches.push(watch);
    else found.untouched += 1;
  }
  return found;
}
