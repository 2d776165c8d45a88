import { statfs } from 'node:fs/promises';
import { DrydockError } from '../errors.ts';

/** Throws DrydockError `scanner_no_space` when the file system of this directory has less than so many bytes free. */
export async function checkFreeSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= bytes) return;
  throw new DrydockError('scanner_no_space', `a scan needs ${Math.ceil(bytes / 1024 / 1024)} MiB of disk space`);
}
