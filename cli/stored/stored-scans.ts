import type { scanView } from '../../functions/api/manifests/scan-view.ts';

export type ScanView = ReturnType<typeof scanView>;

export interface ScanQuery {
  readonly object?: string | undefined;
  /** 1 to 100 */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ScanList {
  readonly items: readonly ScanView[];
  /** where the next list begins; absent at the end */
  readonly nextCursor?: string | undefined;
}

/** The stored scans of a data directory, whoever reads them. Methods reject with DrydockError or CommandError. */
export interface StoredScans {
  list(query: ScanQuery): Promise<ScanList>;
  get(id: string): Promise<ScanView>;
  close(): Promise<void>;
}
