import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { recentlyUsed } from '../../functions/recently-used.ts';
import { addSighting } from '../../functions/scans/add-sighting.ts';
import type { ManifestScan } from '../../functions/scans/ports.ts';
import type { KnownRow } from './known-row.ts';
import { readRows } from './read-rows.ts';
import { scanKey, scanWeight } from './scan-weight.ts';
import { type ScansToWrite, writeScans } from './write-scans.ts';

/** Rows of the table with the sightings that are not in it yet. No two calls of a method may overlap, nor `forget` and any other. */
export interface ScanRows {
  /** Adds sightings of a journal segment; those a row already holds are skipped, so that a segment may come again. */
  merge(sightings: readonly ManifestScan[], segment: number): Promise<void>;
  /** What is to be written next: the rows changed so far, as they are now. */
  take(): ManifestScan[];
  /** Writes what was taken last. When that fails all of it counts as changed again. */
  write(taken: ScansToWrite): Promise<void>;
  forget(scan: { tenant: string; id: string }): void;
  /** about the bytes of the rows that are not written */
  backlog(): number;
}

export function scanRows(client: DynamoDBClient, table: string, cacheBytes: number): ScanRows {
  // So that a scan seen again need not be read again.
  const known = recentlyUsed<KnownRow>(cacheBytes);
  let changed = weighedRows();
  let taken = weighedRows();

  /** The rows of these sightings in their order; those of which nothing is known are read. */
  async function load(sightings: readonly ManifestScan[], keys: readonly string[]): Promise<KnownRow[]> {
    const unknown = new Map<string, ManifestScan>();
    const rows = keys.map((key, i) => {
      // What the table holds of a row that is being written may be old.
      const row = changed.get(key) ?? taken.get(key) ?? known.get(key);
      if (row === undefined) unknown.set(key, sightings[i]!);
      return row;
    });
    const read = await readRows(client, table, [...unknown.values()]);
    for (const [key, sighting] of unknown) {
      const row = read.get(key) ?? { scan: undefined, segment: 0 };
      read.set(key, row);
      known.set(key, row, scanWeight(sighting));
    }
    return rows.map((row, i) => row ?? read.get(keys[i]!)!);
  }

  return {
    async merge(sightings, segment) {
      const keys = sightings.map(scanKey);
      const rows = await load(sightings, keys);
      for (const [i, row] of rows.entries()) {
        if (row.segment >= segment) continue;
        row.scan = addSighting(row.scan, sightings[i]!);
        changed.add(keys[i]!, row);
      }
    },
    take() {
      taken = changed;
      changed = weighedRows();
      return taken.scans();
    },
    async write(work) {
      try {
        await writeScans(client, table, work);
      } catch (error) {
        for (const [key, row] of taken.entries()) changed.add(key, row);
        throw error;
      } finally {
        taken = weighedRows();
      }
    },
    forget(scan) {
      known.delete(scanKey(scan));
      changed.delete(scanKey(scan));
    },
    backlog: () => changed.bytes() + taken.bytes(),
  };
}

/** Rows that hold a scan, and about the bytes of these. */
function weighedRows() {
  const rows = new Map<string, KnownRow>();
  let bytes = 0;
  return {
    get: (key: string) => rows.get(key),
    add(key: string, row: KnownRow): void {
      if (rows.has(key)) return;
      rows.set(key, row);
      bytes += scanWeight(row.scan!);
    },
    delete(key: string): void {
      const row = rows.get(key);
      if (row === undefined) return;
      rows.delete(key);
      bytes -= scanWeight(row.scan!);
    },
    entries: () => rows.entries(),
    scans: (): ManifestScan[] => Array.from(rows.values(), ({ scan }) => scan!),
    bytes: () => bytes,
  };
}
