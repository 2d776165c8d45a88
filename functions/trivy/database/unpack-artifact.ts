import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { broken } from './broken.ts';
import type { databaseFiles, javaFiles } from './layout.ts';
import { unpackTar } from './unpack-tar.ts';

const gibibyte = 1024 ** 3;
// Today 0.8 GiB, the Java database 1.3 GiB.
const limits = { bytes: 8 * gibibyte };

/** Unpacks a gzipped tar with the two files of a database into their folder below a directory. Rejects with `database_broken`. */
export async function unpackArtifact(
  source: Readable,
  files: typeof databaseFiles | typeof javaFiles,
  directory: string,
): Promise<void> {
  const folder = join(directory, files[0][0]);
  await mkdir(folder, { recursive: true });
  const gunzip = createGunzip();
  // A failure of the source is the failure of the reader.
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    const names = files.map(([, name]) => name);
    const written = await unpackTar(gunzip, names, folder, limits);
    for (const name of names) if (!written.has(name)) throw broken(`its archive has no ${name}`);
    await finished(source);
  } catch (error) {
    // The next source finds an empty place.
    await rm(folder, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw broken('it is no gzip file, or a damaged one', error);
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
