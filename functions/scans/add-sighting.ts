import type { ManifestScan } from './ports.ts';

/** Whether a row has passed its time: stores may delete it late, readers must not see it. */
export const isExpired = (scan: { expires: number }, now: number): boolean => scan.expires * 1000 <= now;

/**
 * The row after a sighting: counts added, `firstSeen` kept, `lastSeen` and `expires` never moving back. An expired row is as
 * good as none.
 */
export function addSighting(known: ManifestScan | undefined, sighting: ManifestScan): ManifestScan {
  if (known === undefined || isExpired(known, sighting.lastSeen)) return sighting;
  return {
    ...sighting,
    count: known.count + sighting.count,
    firstSeen: known.firstSeen,
    lastSeen: Math.max(known.lastSeen, sighting.lastSeen),
    expires: Math.max(known.expires, sighting.expires),
  };
}
