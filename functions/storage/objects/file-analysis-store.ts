import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AnalysisStore, checkAnalysisName } from '../../scans/image/analysis-store.ts';
import { reachStorage } from '../storage-unavailable.ts';

/** Analyses as files; each appears whole under its name or not at all. They carry their own checksum, so that nothing waits for the disk. */
export function fileAnalysisStore(directory: string): AnalysisStore {
  const pathOf = (name: string): string => `${join(directory, checkAnalysisName(name))}.gz`;
  return {
    read: (name) =>
      reachStorage('the analyses', async () => {
        try {
          return await readFile(pathOf(name));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
          throw error;
        }
      }),
    write: (name, bytes) =>
      reachStorage('the analyses', async () => {
        const path = pathOf(name);
        const unfinished = `${path}.${randomUUID()}`;
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        try {
          await writeFile(unfinished, bytes, { flag: 'wx', mode: 0o600 });
          await rename(unfinished, path);
        } catch (error) {
          await rm(unfinished, { force: true });
          throw error;
        }
      }),
  };
}
