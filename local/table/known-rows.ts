import type { ManifestScan } from '../../functions/scans/ports.ts';

/** A row as the table holds or will hold it; sightings are added in place. */
export interface KnownRow {
  /** undefined: the table holds none */
  scan: ManifestScan | undefined;
  /** sightings of journal segments up to this one are in the table */
  readonly segment: number;
}

/** Remembers the rows used last, so that a scan seen again need not be read again; bounded by about so many bytes. */
export function knownRows(maxBytes: number) {
  const entries = new Map<string, { row: KnownRow; weight: number }>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    /** The row, which is then the one used last. */
    get(key: string): KnownRow | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.row;
    },
    set(key: string, row: KnownRow, weight: number): void {
      drop(key);
      entries.set(key, { row, weight });
      bytes += weight;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}
