import type { ManifestScan } from '../../functions/scans/ports.ts';

/** About the bytes a scan takes in memory: what buffers and caches are bounded by. */
export function scanWeight(scan: ManifestScan): number {
  let weight = 500;
  for (const { object } of scan.objects) weight += 100 + 2 * object.length;
  return weight;
}

/** Names a scan among those of all tenants. */
export const scanKey = (scan: { tenant: string; id: string }): string => `${scan.tenant}#${scan.id}`;
