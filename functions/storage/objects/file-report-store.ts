import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ReportStore } from '../../scans/image/ports.ts';
import { reachStorage } from '../storage-unavailable.ts';
import { checkReportKey } from './report-key.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export interface FileReportStoreOptions {
  directory: string;
  /** how this host lets a report be fetched */
  link: ReportStore['link'];
}

/** Reports as gzip files; each appears whole under its name or not at all. */
export function fileReportStore({ directory, link }: FileReportStoreOptions): ReportStore {
  const pathOf = (key: string): string => `${join(directory, checkReportKey(key))}.gz`;
  return {
    put: (key, json) =>
      reachStorage('the reports', async () => {
        const path = pathOf(key);
        const unfinished = `${path}.${randomUUID()}`;
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        try {
          await writeDurably(unfinished, await pack(json));
          await rename(unfinished, path);
        } catch (error) {
          await rm(unfinished, { force: true });
          throw error;
        }
      }),
    read: (key) =>
      reachStorage('the reports', async () => {
        try {
          return await unpack(await readFile(pathOf(key)));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
          throw error;
        }
      }),
    remove: (key) => reachStorage('the reports', () => rm(pathOf(key), { force: true })),
    link,
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
