import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DrydockError } from '../functions/errors.ts';
import { lockFile } from './lock-file.ts';
import { removeServerFile } from './server-file.ts';

/** A data directory that belongs to this process until it is closed. */
export interface DataDirectory {
  path: string;
  close(): void;
}

/** Where data lies when nothing else is said. */
export const defaultDataDirectory = '.drydock';

/** Makes the directory when absent, for its owner only, and takes it. Throws DrydockError `bad_configuration` when that cannot be. */
export function openDataDirectory(directory: string): DataDirectory {
  const path = resolve(directory);
  const release = take(path);
  return {
    path,
    close() {
      removeServerFile(path);
      release();
    },
  };
}

function take(path: string): () => void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const release = lockFile(join(path, 'lock'), path);
    // What a killed process left says nothing about this one.
    removeServerFile(path);
    return release;
  } catch (error) {
    if (error instanceof DrydockError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new DrydockError('bad_configuration', `${path} cannot be used as the data directory: ${reason}`, {
      cause: error,
    });
  }
}
