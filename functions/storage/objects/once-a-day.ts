import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const day = 24 * 60 * 60_000;

/** A file of this name tells when a directory was swept last. */
export const sweepMarker = '.swept';

/** Works on a directory unless that was done in the last 24 hours, in whichever process; makes the directory. */
export async function onceADay(directory: string, now: number, work: () => Promise<unknown>): Promise<void> {
  const path = join(directory, sweepMarker);
  const last = await stat(path).catch(ignoreMissing);
  if (last !== undefined && Math.abs(now - last.mtimeMs) < day) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(path, '');
  await utimes(path, now / 1_000, now / 1_000);
  await work();
}

export function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
