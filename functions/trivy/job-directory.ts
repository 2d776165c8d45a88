import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endOrphans } from './end-orphans.ts';

const prefix = 'job-';

/** Runs with a directory that nobody else has, and removes it with all that is in it, however the run ends. */
export async function withJobDirectory<T>(parent: string, run: (directory: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  try {
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what processes left that were killed in the middle of a job, and ends what runs on there; returns how many directories that were. */
export async function removeLeftovers(parent: string): Promise<number> {
  if (!existsSync(parent)) return 0;
  const left = (await readdir(parent)).filter((name) => name.startsWith(prefix) && !isRunning(ownerOf(name)));
  for (const name of left) {
    await endOrphans(join(parent, name));
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 });
  }
  return left.length;
}

function ownerOf(name: string): number {
  return Number.parseInt(name.slice(prefix.length), 10);
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
