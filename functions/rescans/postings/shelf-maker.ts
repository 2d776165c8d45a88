import { marksOf, type Reliance, relianceVersion } from '../../image/reliance/reliance.ts';
import { invertedListMaker } from './inverted-list.ts';
import { type Column, type Shelf, shelfVersion } from './shelf.ts';

/** A watched image that is put on a shelf. */
export interface ShelfEntry {
  watch: string;
  digest: string;
  platform: string;
  /** absent for one that may be touched by whatever changes */
  certain?: {
    reliance: Reliance;
    /** generation of its last check */
    database: string;
    scanned: number;
    matched: number;
  };
}

/** Full at some megabytes: it is in memory as a whole, and read in one go. */
const most = { entries: 4_000, postings: 1_000_000 };

export function shelfMaker() {
  const ids = { watches: '', digests: '' };
  const platforms = columnMaker();
  const databases = columnMaker();
  const scanned: number[] = [];
  const matched: number[] = [];
  const places = invertedListMaker();
  const marks = invertedListMaker();
  return {
    get entries(): number {
      return scanned.length;
    },
    get isFull(): boolean {
      return scanned.length >= most.entries || marks.size >= most.postings;
    },
    add({ watch, digest, platform, certain }: ShelfEntry): void {
      const known = certain?.reliance.version === relianceVersion ? certain : undefined;
      const entry = scanned.length;
      ids.watches += watch.slice('w'.length);
      ids.digests += digest.slice('sha256:'.length);
      platforms.add(platform);
      databases.add(known?.database);
      scanned.push(known?.scanned ?? 0);
      matched.push(known?.matched ?? 0);
      if (known === undefined) return;
      for (const place of known.reliance.places) places.add(entry, place);
      for (const mark of marksOf(known.reliance)) marks.add(entry, mark);
    },
    make: (): Shelf => ({
      ...{ version: shelfVersion, entries: scanned.length, ...ids, scanned, matched },
      ...{ platforms: platforms.make(), databases: databases.make(), places: places.make(), marks: marks.make() },
    }),
  };
}

function columnMaker() {
  const texts = new Map<string, number>();
  const of: number[] = [];
  return {
    add(text: string | undefined): void {
      if (text !== undefined && !texts.has(text)) texts.set(text, texts.size);
      of.push(text === undefined ? -1 : texts.get(text)!);
    },
    make: (): Column => ({ texts: [...texts.keys()], of }),
  };
}
