import { relianceVersion } from '../../image/reliance/reliance.ts';
import type { InvertedList } from './inverted-list.ts';

/** Watched images of a tenant, and which of them rely on what of a database: the way from a change to the images that it touches. */
export interface Shelf {
  /** of this shape, and of the rules that made the marks */
  version: string;
  /** how many images */
  entries: number;
  /** 32 hex digits each: ids of watches without their letter */
  watches: string;
  /** 64 hex digits each */
  digests: string;
  platforms: Column;
  /** of the last check; none for an image of which it is not certain what it relies on */
  databases: Column;
  /** when the newest result was made, and when it was last matched as a whole, milliseconds since 1970; 0 where there is none */
  scanned: readonly number[];
  matched: readonly number[];
  places: InvertedList;
  marks: InvertedList;
}

/** A text of each entry, by its place among different ones; -1 for none. */
export interface Column {
  texts: readonly string[];
  of: readonly number[];
}

/** Raised with the shape. */
const shape = 1;
export const shelfVersion = `${shape}.${relianceVersion}`;

/** Undefined for what was written by other rules, or is none. The caller knows that it is whole. */
export function readShelf(json: string): Shelf | undefined {
  try {
    const shelf = JSON.parse(json) as Shelf | null;
    return shelf?.version === shelfVersion ? shelf : undefined;
  } catch {
    return undefined;
  }
}

/** What the shelf says of an image beside what it relies on. */
export const entryAt = ({ watches, digests, platforms, scanned }: Shelf, at: number) => ({
  watch: `w${watches.slice(at * 32, at * 32 + 32)}`,
  digest: `sha256:${digests.slice(at * 64, at * 64 + 64)}`,
  platform: platforms.texts[platforms.of[at]!]!,
  scanned: scanned[at]!,
});
