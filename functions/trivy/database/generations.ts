import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import { broken } from './broken.ts';
import type { Generation } from './generation.ts';
import { changesFile, type KeptChanges, withOldChanges } from './kept-changes.ts';
import type { OpenGeneration } from './place-database.ts';
import { type Pointer, pointBack, pointTo } from './pointer.ts';

/** Checked copies of the database below one directory, and a pointer to the one in use. Several processes may share it. */
export interface Generations {
  promoted: OpenGeneration;
  pointer(): Promise<Pointer | undefined>;
  read(id: string): Promise<Generation | undefined>;
  /** What was noted of it when it was taken in, kept longer than its files: see kept-changes.ts. */
  changes(id: string): Promise<KeptChanges | undefined>;
  /** Takes the files of a directory, which vanishes. */
  add(directory: string, generation: Generation): Promise<void>;
  /** Makes it the one in use; all but it and the one before are removed, which running scans do not notice. */
  promote(id: string): Promise<void>;
  /** Goes back to the one before, and rejects the one in use. */
  rollback(): Promise<Generation>;
}

const pointerFile = 'promoted.json';
const descriptionFile = 'generation.json';

export function generationsIn(directory: string): Generations {
  const place = (id: string): string => join(directory, 'generations', id);
  const changesOf = (id: string): string => join(directory, 'changes', `${id}.json`);
  const pointer = () => readJson<Pointer>(join(directory, pointerFile));
  const read = (id: string) =>
    isGenerationId(id) ? readJson<Generation>(join(place(id), descriptionFile)) : missing();
  const changes = (id: string) => (isGenerationId(id) ? readJson<KeptChanges>(changesOf(id)) : missing());

  const write = async (file: string, value: object): Promise<void> => {
    const beside = `${file}.${randomUUID()}`;
    await writeFile(beside, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
    await rename(beside, file);
  };
  const keepPointer = (next: Pointer) => write(join(directory, pointerFile), next);
  const removeAllBut = async (kept: readonly (string | undefined)[]): Promise<void> => {
    const old = (await readdir(join(directory, 'generations'))).filter((id) => !kept.includes(id));
    for (const id of old) await rm(place(id), { recursive: true, force: true });
  };
  const keepChanges = async (from: string, id: string): Promise<void> => {
    await mkdir(join(directory, 'changes'), { recursive: true });
    await rename(join(from, changesFile), changesOf(id)).catch(unlessMissing);
    const ids = (await readdir(join(directory, 'changes'))).map((name) => basename(name, '.json'));
    for (const old of withOldChanges(ids)) await rm(changesOf(old), { force: true });
  };

  return {
    pointer,
    read,
    changes,
    async promoted() {
      const id = (await pointer())?.current;
      const generation = id === undefined ? undefined : await read(id);
      if (generation === undefined) throw noDatabase();
      return { directory: place(generation.id), generation };
    },
    async add(from, generation) {
      await mkdir(join(directory, 'generations'), { recursive: true });
      if ((await read(generation.id)) !== undefined) return;
      await rm(place(generation.id), { recursive: true, force: true });
      await keepChanges(from, generation.id);
      await write(join(from, descriptionFile), generation);
      await rename(from, place(generation.id));
    },
    async promote(id) {
      if ((await read(id)) === undefined) throw broken('it was removed meanwhile: try again');
      const before = await pointer();
      const next = pointTo(before, id);
      await keepPointer(next);
      await removeAllBut([id, next.previous]);
    },
    async rollback() {
      const now = await pointer();
      const generation = now?.previous === undefined ? undefined : await read(now.previous);
      if (now === undefined || generation === undefined) {
        throw noEarlier();
      }
      await keepPointer(pointBack(now, generation.id));
      return generation;
    },
  };
}

function noDatabase(): DrydockError {
  const message =
    'there is no vulnerability database: `drydock db pull` or `drydock db import PATH` gets one, `npm run sample` a small one to try';
  return new DrydockError('database_missing', message);
}

export function noEarlier(): DrydockError {
  return new DrydockError('database_missing', 'there is no earlier database to go back to');
}

/** Whether it is a generation's id, and so nothing that could lead elsewhere as part of a path or a key. */
export function isGenerationId(id: string): boolean {
  return /^[0-9TZ]+-[0-9a-f]{12}$/.test(id);
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw broken('what is said about it cannot be read', error);
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function missing(): Promise<undefined> {
  return undefined;
}
