import { DrydockError } from '../../errors.ts';
import { defaultPlatform, formatPlatform, type Platform, platformDistance } from '../../image/platform.ts';
import type { IndexEntry } from './manifest-document.ts';
import { indexTypes, manifestTypes } from './media-types.ts';

/** The entries of an index that suit a platform, the best first; indexes inside it come after them, in their order. */
export function candidatesFor(entries: readonly IndexEntry[], asked: Platform): IndexEntry[] {
  const images = entries
    .filter((entry) => manifestTypes.has(entry.mediaType) && !isAttestation(entry))
    .map((entry) => ({ entry, distance: platformDistance(asked, platformOf(entry)) }))
    .filter((candidate): candidate is { entry: IndexEntry; distance: number } => candidate.distance !== undefined)
    .sort((a, b) => a.distance - b.distance)
    .map(({ entry }) => entry);
  const inner = entries.filter((entry) => indexTypes.has(entry.mediaType));
  return [...images.slice(0, 1), ...inner];
}

/** What a client may ask for instead. */
export function platformsOf(entries: readonly IndexEntry[]): string[] {
  return entries
    .filter((entry) => manifestTypes.has(entry.mediaType) && !isAttestation(entry))
    .map((entry) => formatPlatform(platformOf(entry)));
}

export function platformMissing(asked: Platform, existing: readonly string[]): DrydockError {
  const names = [...new Set(existing)].sort();
  const known = names.filter((name) => /^[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+){1,2}$/.test(name)).slice(0, 30);
  const others = known.length > 0 ? `there is ${known.join(', ')}` : 'there is no image in it';
  return new DrydockError('platform_not_found', `the image is not built for ${formatPlatform(asked)}: ${others}`);
}

// As BuildKit writes its statements on provenance and content.
function isAttestation({ platform, annotations }: IndexEntry): boolean {
  return platform?.os === 'unknown' || annotations?.['vnd.docker.reference.type'] !== undefined;
}

// Left out it means the platform everyone has; the config of the image then has the last word.
function platformOf({ platform }: IndexEntry): Platform {
  if (platform === undefined) return defaultPlatform;
  const { os, architecture, variant } = platform;
  return variant === undefined || variant === '' ? { os, architecture } : { os, architecture, variant };
}
