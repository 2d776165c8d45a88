declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** `path`: LevelDB directory, in memory when absent. `createTableMs`: how long a new table stays in CREATING. */
  function dynalite(options?: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}

/** What answers requests behind dynalite's server. */
declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  type Done<T> = (error: Error | null, value?: T) => void;
  type LevelWrite = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

  /** A `Level` whose `get`, `put`, `del` and `createValueStream` dynalite has replaced by what its actions call. */
  interface LevelDatabase {
    open(options?: { cacheSize?: number; writeBufferSize?: number }): Promise<void>;
    close(): Promise<void>;
    getSync(key: string): unknown;
    batch(writes: readonly LevelWrite[]): Promise<void>;
    values(range: object): LevelValues;
    get(key: string, done: Done<unknown>): void;
    put(key: string, value: unknown, done: Done<void>): void;
    del(key: string, done: Done<void>): void;
    createValueStream(range: object): Readable;
  }
  interface LevelValues {
    /** empty at the end */
    nextv(size: number): Promise<unknown[]>;
    close(): Promise<void>;
  }
  interface Store {
    db: LevelDatabase;
  }
  export function create(options: { path: string; createTableMs: number }): Store;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  export function toLowerFirst(operation: string): string;
  export function checkTypes(input: unknown, types: object): object;
  export function checkValidations(input: object, types: object, custom: unknown, store: Store): void;
}
