import type { ManifestResult } from '../../functions/manifest/scan.ts';

/** A file that could be read and what became of its documents. */
export interface ScannedFile {
  readonly name: string;
  readonly body: Uint8Array;
  readonly result: ManifestResult;
}
