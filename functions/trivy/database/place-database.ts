import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import type { Generation } from './generation.ts';
import { databaseFiles, javaFiles } from './layout.ts';

export interface OpenedGeneration {
  directory: string;
  generation: Generation;
  /** Brings the Java database into the directory, where it is kept elsewhere until an image needs it. */
  fetchJava?: () => Promise<void>;
}

/** The promoted generation and its directory. Rejects with DrydockError `database_missing` when there is none. */
export type OpenGeneration = () => Promise<OpenedGeneration>;

export interface PlacedDatabase {
  generation: Generation;
  /** Puts the Java database beside it; absent when it is there already or there is none. */
  placeJava?: () => Promise<void>;
}

// A generation can be removed between reading the pointer and taking hold of its files; then there is a newer one.
const tries = 3;

/**
 * Puts the promoted database into a cache directory of one run, by hard links: the run then keeps the very files it began with,
 * whatever is promoted or removed meanwhile, by whatever process, and their space is free again when it ends.
 */
export async function placeDatabase(open: OpenGeneration, cacheDirectory: string): Promise<PlacedDatabase> {
  for (let left = tries; ; left--) {
    const { directory, generation, fetchJava } = await open();
    const hasJava = generation.java !== undefined && fetchJava === undefined;
    const files = [...databaseFiles, ...(hasJava ? javaFiles : [])];
    try {
      for (const file of files) await place(directory, cacheDirectory, file);
      if (fetchJava === undefined) return { generation };
      const placeJava = async (): Promise<void> => {
        await fetchJava();
        for (const file of javaFiles) await place(directory, cacheDirectory, file);
      };
      return { generation, placeJava };
    } catch (cause) {
      const gone = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      if (!gone || left === 1) throw new DrydockError('database_broken', 'the database cannot be read', { cause });
      for (const [folder] of files) await rm(join(cacheDirectory, folder), { recursive: true, force: true });
    }
  }
}

async function place(from: string, to: string, [folder, name]: readonly [string, string]): Promise<void> {
  const source = join(from, folder, name);
  const target = join(to, folder, name);
  await mkdir(join(to, folder), { recursive: true });
  try {
    await link(source, target);
  } catch (error) {
    // Another file system takes no link.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(source, target);
  }
}
