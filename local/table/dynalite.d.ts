declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** `path`: LevelDB directory, in memory when absent. `createTableMs`: how long a new table stays in CREATING. */
  function dynalite(options?: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
