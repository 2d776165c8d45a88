import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import type { Generation } from './generation.ts';
import { databaseFiles, javaFiles } from './layout.ts';

/** The promoted generation and its directory. Rejects with DrydockError `database_missing` when there is none. */
export type OpenGeneration = () => Promise<{ directory: string; generation: Generation }>;

// A generation can be removed between reading the pointer and taking hold of its files; then there is a newer one.
const tries = 3;

/**
 * Puts the promoted database into a cache directory of one run, by hard links: the run then keeps the very files it began with,
 * whatever is promoted or removed meanwhile, by whatever process, and their space is free again when it ends.
 */
export async function placeDatabase(open: OpenGeneration, cacheDirectory: string): Promise<Generation> {
  for (let left = tries; ; left--) {
    const { directory, generation } = await open();
    const files = [...databaseFiles, ...(generation.java === undefined ? [] : javaFiles)];
    try {
      for (const file of files) await place(directory, cacheDirectory, file);
      return generation;
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
