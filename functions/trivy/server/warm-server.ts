import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import type { Generation } from '../database/generation.ts';
import { type OpenGeneration, placeDatabase } from '../database/place-database.ts';
import { removeLeftovers, withJobDirectory } from '../job-directory.ts';
import type { Timer } from '../timing.ts';
import { type HeldDocuments, holdDocuments } from './held-documents.ts';
import { defaultServerLimits, type ServerLimits } from './limits.ts';
import { startServer } from './start-server.ts';
import type { TwirpClient } from './twirp-client.ts';

/** A server with a database, for the time of one use. */
export interface ReadyServer {
  client: TwirpClient;
  documents: HeldDocuments;
  database: Generation;
}

export interface WarmServer {
  /**
   * Runs with a server that has the database promoted now. A server of an earlier database ends when the last use of it does; one that
   * crashed is started anew, after a pause that grows while crashes follow each other. Rejects as `run` does, or with a DrydockError.
   */
  use<T>(run: (server: ReadyServer) => Promise<T>): Promise<T>;
  /** Ends the servers, their calls with them. */
  close(): Promise<void>;
}

export interface WarmServerDeps {
  binary: { path: string };
  promoted: OpenGeneration;
  /** directory of the servers' own directories, on the file system of the databases */
  jobs: string;
  /** hexadecimal, 32 digits or more, never the same twice */
  newSecret: () => string;
  timer: Timer;
  limits?: Partial<ServerLimits>;
}

interface Slot {
  generation: string;
  ready: Promise<ReadyServer>;
  uses: number;
  /** no further use begins */
  isRetired: boolean;
  stop(): void;
  /** the process has ended and its directory is gone */
  gone: Promise<void>;
}

export function warmServer(deps: WarmServerDeps): WarmServer {
  const limits = { ...defaultServerLimits, ...deps.limits };
  const slots = new Set<Slot>();
  let current: Slot | undefined;
  let crashes = 0;
  let isClosed = false;
  let shared: Promise<HeldDocuments> | undefined;

  const retire = (slot: Slot): void => {
    slot.isRetired = true;
    if (current === slot) current = undefined;
    if (slot.uses === 0) slot.stop();
  };

  const countCrash = (slot: Slot): void => {
    if (slot.isRetired) return;
    crashes++;
    retire(slot);
  };

  const open = (generation: string): Slot => {
    const pause = crashes === 0 ? 0 : Math.min(limits.longestBackoffMs, limits.backoffMs * 2 ** (crashes - 1));
    shared ??= holdDocuments(deps.newSecret());
    const life = liveServer(deps, limits, shared, pause);
    const slot: Slot = { generation, uses: 0, isRetired: false, ...life };
    slots.add(slot);
    void life.gone.then(() => {
      slots.delete(slot);
      countCrash(slot);
    });
    return slot;
  };

  return {
    async use(run) {
      const { generation } = await deps.promoted();
      if (isClosed) throw new DrydockError('scanner_failed', "the scanner's server was ended");
      if (current !== undefined && current.generation !== generation.id) retire(current);
      current ??= open(generation.id);
      const slot = current;
      slot.uses++;
      try {
        const ready = await slot.ready;
        const result = await run(ready).catch(async (error: unknown) => {
          // The end of a process is told later than the end of its connections.
          if (!(await ready.client.isHealthy())) countCrash(slot);
          throw error;
        });
        crashes = 0;
        return result;
      } finally {
        slot.uses--;
        if (slot.isRetired && slot.uses === 0) slot.stop();
      }
    },
    async close() {
      isClosed = true;
      const open = [...slots];
      for (const slot of open) {
        slot.isRetired = true;
        slot.stop();
      }
      await Promise.all(open.map(({ gone }) => gone));
      await (await shared)?.close();
    },
  };
}

/** One server from its start to its end, in a directory of its own. */
function liveServer(
  deps: WarmServerDeps,
  limits: ServerLimits,
  shared: Promise<HeldDocuments>,
  pauseMs: number,
): Pick<Slot, 'ready' | 'stop' | 'gone'> {
  const ready = Promise.withResolvers<ReadyServer>();
  const abort = new AbortController();
  const live = async (directory: string): Promise<void> => {
    const cacheDirectory = join(directory, 'cache');
    await mkdir(cacheDirectory);
    const { generation: database } = await placeDatabase(deps.promoted, cacheDirectory);
    const documents = await shared;
    const { client, ended } = await startServer(deps.timer, limits, {
      file: deps.binary.path,
      cacheDirectory,
      directory,
      cacheUrl: documents.url,
      token: deps.newSecret(),
      signal: abort.signal,
    });
    ready.resolve({ client, documents, database });
    await ended;
  };
  const start = async (): Promise<void> => {
    if (pauseMs > 0) await new Promise<void>((resolve) => deps.timer(pauseMs, resolve));
    abort.signal.throwIfAborted();
    await removeLeftovers(deps.jobs);
    await withJobDirectory(deps.jobs, live);
  };
  const gone = start().catch((error: unknown) => ready.reject(error));
  ready.promise.catch(() => undefined);
  const stop = (): void => abort.abort(new DrydockError('scanner_failed', "the scanner's server was ended"));
  return { ready: ready.promise, stop, gone };
}
