import { parentPort, workerData } from 'node:worker_threads';
import { DrydockError } from '../../functions/errors.ts';
import type { UnpackData, UnpackNews } from './unpack-in-thread.ts';
import { unpackProgram } from './unpack-program.ts';

const { build, path, target } = workerData as UnpackData;
const tell = (news: UnpackNews): void => parentPort!.postMessage(news);

try {
  unpackProgram(build, path, target, (done, total) => tell({ done, total }));
} catch (error) {
  // An error loses its code on the way to another thread.
  if (!(error instanceof DrydockError)) throw error;
  tell({ code: error.code, message: error.message });
}
