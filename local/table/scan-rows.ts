import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { addSighting } from '../../functions/scans/add-sighting.ts';
import type { ManifestScan } from '../../functions/scans/ports.ts';
import { pointerItems, scanItem } from '../../functions/storage/scan-item.ts';
import { type KnownRow, knownRows } from './known-rows.ts';
import { readRows } from './read-rows.ts';
import { scanKey, scanWeight } from './scan-weight.ts';
import { writeItems } from './write-items.ts';

/** Rows of the table with the sightings that are not in it yet. Calls must not overlap, but for `backlog`. */
export interface ScanRows {
  /** Adds sightings of a journal segment; those a row already holds are skipped, so that a segment may come again. */
  merge(sightings: readonly ManifestScan[], segment: number): Promise<void>;
  /** Writes all changed rows, marked as holding everything up to this segment. What fails stays for the next time. */
  apply(segment: number): Promise<void>;
  forget(scan: { tenant: string; id: string }): void;
  /** about the bytes of the rows that wait for `apply` */
  backlog(): number;
}

export function scanRows(client: DynamoDBClient, table: string, cacheBytes: number): ScanRows {
  const known = knownRows(cacheBytes);
  const changed = new Map<string, ManifestScan>();
  let changedBytes = 0;

  async function load(sightings: readonly ManifestScan[]): Promise<Map<string, KnownRow>> {
    const rows = new Map<string, KnownRow>();
    const unknown: ManifestScan[] = [];
    for (const sighting of sightings) {
      const key = scanKey(sighting);
      if (rows.has(key)) continue;
      const row = known.get(key);
      rows.set(key, row ?? { scan: undefined, segment: 0 });
      if (row === undefined) unknown.push(sighting);
    }
    for (const [key, row] of await readRows(client, table, unknown)) rows.set(key, row);
    return rows;
  }

  return {
    async merge(sightings, segment) {
      const rows = await load(sightings);
      for (const sighting of sightings) {
        const key = scanKey(sighting);
        const row = rows.get(key)!;
        if (row.segment >= segment) continue;
        const scan = addSighting(changed.get(key) ?? row.scan, sighting);
        rows.set(key, { scan, segment: row.segment });
        if (!changed.has(key)) changedBytes += scanWeight(scan);
        changed.set(key, scan);
      }
      for (const [key, row] of rows) known.set(key, row);
    },
    async apply(segment) {
      const mark = { journal: { N: String(segment) } };
      const items = [...changed.values()].flatMap((scan) => [{ ...scanItem(scan), ...mark }, ...pointerItems(scan)]);
      await writeItems(client, table, items);
      changed.clear();
      changedBytes = 0;
    },
    forget: (scan) => known.delete(scanKey(scan)),
    backlog: () => changedBytes,
  };
}
