/** Named objects, as a bucket keeps them. Every method may reject with DrydockError `storage_unavailable`. */
export interface DatabaseObjects {
  read(key: string): Promise<Uint8Array | undefined>;
  /** Resolves when the whole object can be read back. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Every key that begins so. */
  list(prefix: string): Promise<string[]>;
  /** Also of objects that are not there. */
  remove(keys: readonly string[]): Promise<void>;
}
