import { DrydockError } from '../../functions/errors.ts';
import { addSighting } from '../../functions/scans/add-sighting.ts';
import type { ManifestScan, ManifestScanStore } from '../../functions/scans/ports.ts';

/** Rows in a map: for what is above the port. Positions are indices, as no other store has them. */
export function memoryScanStore(): ManifestScanStore & { rows: Map<string, ManifestScan> } {
  const rows = new Map<string, ManifestScan>();
  const keyOf = (tenant: string, id: string): string => `${tenant}#${id}`;
  return {
    rows,
    async record(scan) {
      const key = keyOf(scan.tenant, scan.id);
      rows.set(key, addSighting(rows.get(key), scan));
      return 'stored';
    },
    read: async (tenant, id) => rows.get(keyOf(tenant, id)),
    async list({ tenant, object, limit, after = '0' }) {
      if (!/^\d+$/.test(after)) throw new DrydockError('bad_cursor', 'no position');
      const start = Number(after);
      const scans = [...rows.values()]
        .filter((scan) => scan.tenant === tenant)
        .filter((scan) => object === undefined || scan.objects.some((seen) => seen.object === object))
        .sort((one, other) => other.lastSeen - one.lastSeen);
      const page = scans.slice(start, start + limit);
      return start + limit < scans.length ? { scans: page, next: String(start + limit) } : { scans: page };
    },
    remove: async (tenant, id) => rows.delete(keyOf(tenant, id)),
  };
}
