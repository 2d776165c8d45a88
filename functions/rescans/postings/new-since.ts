import type { ImageStore } from '../../scans/image/ports.ts';
import { imageName } from '../image-name.ts';
import type { WatchStore } from '../ports.ts';

export interface NewSinceDeps {
  watches: Pick<WatchStore, 'newSince'>;
  images: Pick<ImageStore, 'list'>;
}

/** What shelves that were begun at a time cannot know. */
export interface NewSince {
  /** ids of watches that are new, or of another image */
  watches: ReadonlySet<string>;
  /** when the newest result of an image was made, by imageName */
  results: ReadonlyMap<string, number>;
}

interface Asked {
  tenant: string;
  /** milliseconds since 1970 */
  since: number;
  most: number;
}

/** Undefined when it is more than `most` watches or images. */
export async function newSince(deps: NewSinceDeps, asked: Asked): Promise<NewSince | undefined> {
  const watches = await watchesSince(deps, asked);
  const results = watches && (await resultsSince(deps, asked));
  return watches && results && { watches, results };
}

async function watchesSince(
  { watches }: NewSinceDeps,
  { tenant, since, most }: Asked,
): Promise<Set<string> | undefined> {
  const found = new Set<string>();
  let after: string | undefined;
  do {
    const page = await watches.newSince({ tenant, since, ...pageAfter(after) });
    for (const { id } of page.watches) found.add(id);
    after = page.next;
  } while (after !== undefined && found.size <= most);
  return found.size > most ? undefined : found;
}

async function resultsSince(
  { images }: NewSinceDeps,
  { tenant, since, most }: Asked,
): Promise<Map<string, number> | undefined> {
  const found = new Map<string, number>();
  let after: string | undefined;
  do {
    const page = await images.list({ tenant, ...pageAfter(after) });
    const recent = page.images.filter(({ scanned }) => scanned >= since);
    for (const image of recent) found.set(imageName(image), image.scanned);
    after = recent.length === page.images.length ? page.next : undefined;
  } while (after !== undefined && found.size <= most);
  return found.size > most ? undefined : found;
}

/** Mostly there is nothing new: the first page tells. */
const pageAfter = (after: string | undefined) => (after === undefined ? { limit: 10 } : { limit: 100, after });
