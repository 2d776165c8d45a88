/**
 * Keeps analyses of layers: objects that may vanish at any time, for they can be made again. A name is
 * `<hex of the content's digest>/<blob or artifact>-<hex of Trivy's id>`. Rejects with DrydockError `storage_unavailable`.
 */
export interface AnalysisStore {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Readers see the object that was or this one, whole. What is not written again for the store's time vanishes. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}
