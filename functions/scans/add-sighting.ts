import type { ManifestScan } from './ports.ts';

/** Whether a row has passed its time: stores may delete it late, readers must not see it. */
export const isExpired = (scan: { expires: number }, now: number): boolean => scan.expires * 1000 <= now;

/**
 * The row after a sighting: counts added, `firstSeen` kept, the rest as the newer of both says, whichever comes first. An
 * expired row is as good as none.
 */
export function addSighting(known: ManifestScan | undefined, sighting: ManifestScan): ManifestScan {
  if (known === undefined || isExpired(known, sighting.lastSeen)) return sighting;
  const newer = sighting.lastSeen >= known.lastSeen ? sighting : known;
  return { ...newer, count: known.count + sighting.count, firstSeen: known.firstSeen };
}
