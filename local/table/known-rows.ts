import type { ManifestScan } from '../../functions/scans/ports.ts';
import { scanWeight } from './scan-weight.ts';

/** A row as the table holds or will hold it. */
export interface KnownRow {
  /** undefined: the table holds none */
  scan: ManifestScan | undefined;
  /** sightings of journal segments up to this one are in the table */
  segment: number;
}

/** Remembers the rows used last, so that a scan seen again need not be read again; bounded by about so many bytes. */
export function knownRows(maxBytes: number) {
  const rows = new Map<string, KnownRow>();
  let bytes = 0;
  const drop = (key: string): void => {
    const row = rows.get(key);
    if (row === undefined) return;
    rows.delete(key);
    bytes -= weightOf(row);
  };
  return {
    get: (key: string): KnownRow | undefined => rows.get(key),
    set(key: string, row: KnownRow): void {
      drop(key);
      rows.set(key, row);
      bytes += weightOf(row);
      for (const oldest of rows.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}

const weightOf = (row: KnownRow): number => (row.scan === undefined ? 0 : scanWeight(row.scan));
