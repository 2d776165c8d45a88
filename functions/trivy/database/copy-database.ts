import { createReadStream } from 'node:fs';
import { constants, copyFile, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DrydockError } from '../../errors.ts';
import { broken } from './broken.ts';
import { databaseFiles, javaFiles } from './layout.ts';
import { unpackArtifact } from './unpack-artifact.ts';

/**
 * Copies a database that lies on this machine into a directory: from a cache directory of Trivy (`db/`, maybe `java-db/`), from a
 * directory or file `trivy.db` with `metadata.json` beside it, or from the archive `db.tar.gz`.
 * Rejects with DrydockError `bad_request` when there is none.
 */
export async function copyDatabase(path: string, directory: string): Promise<void> {
  const kind = await kindOf(path);
  if (kind === 'archive') return unpackArtifact(createReadStream(path), databaseFiles, directory);
  if (kind === 'cache') {
    await copyFiles(join(path, 'db'), databaseFiles, directory);
    if (await exists(join(path, 'java-db', 'trivy-java.db'))) {
      await copyFiles(join(path, 'java-db'), javaFiles, directory);
    }
    return;
  }
  await copyFiles(
    kind === 'folder' ? path : dirname(path),
    databaseFiles,
    directory,
    kind === 'file' ? path : undefined,
  );
}

async function kindOf(path: string): Promise<'cache' | 'folder' | 'archive' | 'file'> {
  if (!(await exists(path))) throw new DrydockError('bad_request', `there is no ${path}`);
  if ((await stat(path)).isDirectory()) {
    if (await exists(join(path, 'db', 'trivy.db'))) return 'cache';
    if (await exists(join(path, 'trivy.db'))) return 'folder';
    throw new DrydockError('bad_request', `${path} holds neither db/trivy.db nor trivy.db`);
  }
  return (await beginsAsGzip(path)) ? 'archive' : 'file';
}

async function copyFiles(
  from: string,
  files: typeof databaseFiles | typeof javaFiles,
  directory: string,
  databaseFile?: string,
): Promise<void> {
  const [[folder, database], [, metadata]] = files;
  await mkdir(join(directory, folder), { recursive: true });
  if (!(await exists(join(from, metadata)))) throw broken(`there is no ${metadata} beside it`);
  // Where the file system can, the copy shares its blocks with the original.
  const copy = (source: string, name: string) =>
    copyFile(source, join(directory, folder, name), constants.COPYFILE_FICLONE);
  await copy(databaseFile ?? join(from, database), database);
  await copy(join(from, metadata), metadata);
}

async function beginsAsGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
