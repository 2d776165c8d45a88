import { withJobDirectory } from '../job-directory.ts';
import { copyDatabase } from './copy-database.ts';
import { ageOf, type Generation, isStale } from './generation.ts';
import { type PullDeps, type Pulled, type PullOptions, pullDatabase } from './pull-database.ts';
import { stagingIn, takeIn } from './take-in.ts';

export interface DatabaseStatus {
  /** what scans use; absent when there is none */
  current?: Generation;
  /** of its content, milliseconds */
  ageMs?: number;
  stale?: boolean;
  /** what `rollback` would go back to */
  previous?: Generation;
  /** id of the one that was rolled back from */
  rejected?: string;
}

export interface ImportOptions {
  /** for a database that is no real one: said with every result */
  label?: string;
  signal?: AbortSignal;
}

/** What `drydock db …` does. Every method may reject with DrydockError; what is in use stays in use then. */
export interface DatabaseCommands {
  pull(options?: PullOptions): Promise<Pulled>;
  importFrom(path: string, options?: ImportOptions): Promise<Generation>;
  status(): Promise<DatabaseStatus>;
  rollback(): Promise<Generation>;
}

export function databaseCommands(deps: PullDeps): DatabaseCommands {
  const { generations, jobs, clock } = deps;
  const read = async (id: string | undefined) => (id === undefined ? undefined : generations.read(id));
  return {
    pull: (options) => pullDatabase(deps, options),
    importFrom: (path, { label, signal } = {}) =>
      withJobDirectory(jobs, async (job) => {
        const directory = stagingIn(job);
        const last = await read((await generations.pointer())?.current);
        await copyDatabase(path, directory);
        return takeIn(deps, { directory, source: 'file', label, isDownload: false, last, signal });
      }),
    async status() {
      const pointer = await generations.pointer();
      const current = await read(pointer?.current);
      const previous = await read(pointer?.previous);
      const now = clock();
      return {
        ...(current && { current, ageMs: ageOf(current, now), stale: isStale(current, now) }),
        ...(previous && { previous }),
        ...(pointer?.rejected && { rejected: pointer.rejected }),
      };
    },
    rollback: () => generations.rollback(),
  };
}
