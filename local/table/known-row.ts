import type { ManifestScan } from '../../functions/scans/ports.ts';

/** A row as the table holds or will hold it; sightings are added in place. */
export interface KnownRow {
  /** undefined: the table holds none */
  scan: ManifestScan | undefined;
  /** sightings of journal segments up to this one are in the table */
  readonly segment: number;
}
