import { DrydockError } from '../../errors.ts';

/**
 * Keeps analyses of layers: objects that may vanish at any time, for they can be made again. Rejects with DrydockError
 * `storage_unavailable`, and `internal` for an unusable name.
 */
export interface AnalysisStore {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Readers see the object that was or this one, whole. What is not written again for the store's time vanishes. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

/** `<hex of the content's digest>/<blob or artifact>-<hex of Trivy's id>`, itself. One that could leave its folder is a mistake of ours. */
export function checkAnalysisName(name: string): string {
  if (/^[0-9a-f]{64}\/(?:artifact|blob)-[0-9a-f]{64}$/.test(name)) return name;
  throw new DrydockError('internal', 'an analysis has an unusable name');
}
