import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFreeSpace } from '../../free-space.ts';
import { databaseFiles, javaFiles } from '../layout.ts';
import type { OpenedGeneration } from '../place-database.ts';
import type { DatabaseObjects } from '../ports.ts';
import { type PackedFile, unpackFile } from './packed-file.ts';
import { type PackedGeneration, partsOf } from './packed-generation.ts';

/** The one generation of a bucket that this machine has a copy of. */
export interface LocalCopy {
  /** The copy, fetched unless it is here; others are removed, which runs that use them do not notice. */
  hold(packed: PackedGeneration): Promise<OpenedGeneration>;
  /** Takes the files of a directory, which vanishes, as the copy; others are removed. */
  take(directory: string, id: string): Promise<void>;
}

export function localCopy(objects: DatabaseObjects, directory: string): LocalCopy {
  const copies = join(directory, 'generations');

  const fetch = async (
    id: string,
    { database, metadata }: { database: PackedFile; metadata: string },
    [[folder, name], [, metadataName]]: typeof databaseFiles | typeof javaFiles,
  ): Promise<void> => {
    const place = join(copies, id, folder);
    if (existsSync(join(place, name))) return;
    await mkdir(place, { recursive: true });
    await checkFreeSpace(place, database.bytes);
    const unfinished = join(place, `${name}.part`);
    try {
      await unpackFile(objects, database, partsOf(id, name), unfinished);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await writeFile(join(place, metadataName), metadata);
    await rename(unfinished, join(place, name));
  };
  const removeAllBut = async (kept: string): Promise<void> => {
    for (const id of await readdir(copies)) {
      if (id !== kept) await rm(join(copies, id), { recursive: true, force: true });
    }
  };

  return {
    async hold({ generation, java, ...packed }) {
      const { id } = generation;
      await fetch(id, packed, databaseFiles);
      await removeAllBut(id);
      const place = join(copies, id);
      const [[folder, name]] = javaFiles;
      if (java === undefined || existsSync(join(place, folder, name))) return { directory: place, generation };
      return { directory: place, generation, fetchJava: () => fetch(id, java, javaFiles) };
    },
    async take(from, id) {
      await mkdir(copies, { recursive: true });
      await rm(join(copies, id), { recursive: true, force: true });
      await rename(from, join(copies, id));
      await removeAllBut(id);
    },
  };
}
