import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { DrydockError } from '../../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { broken } from '../broken.ts';
import type { DatabaseObjects } from '../ports.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A file as parts of the same size, each packed by zstd as an object of its own. */
export interface PackedFile {
  bytes: number;
  /** of each part but the last, unpacked */
  partBytes: number;
  /** sha256 of each part as it is stored, hex digits */
  parts: readonly string[];
}

const partBytes = 8 * 1024 * 1024;
/** Parts under way at the same time: packing is bound by the processor, fetching by the network. */
const lanes = { pack: 4, fetch: 8 };

const keyOf = (prefix: string, index: number): string => `${prefix}.${String(index).padStart(5, '0')}.zst`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stores a file under names that begin with `prefix`. */
export async function packFile(objects: DatabaseObjects, path: string, prefix: string): Promise<PackedFile> {
  const { size } = await stat(path);
  const count = Math.ceil(size / partBytes);
  const parts = new Array<string>(count);
  await withFile(path, 'r', (file) =>
    inParallel(lanes.pack, count, async (index) => {
      const position = index * partBytes;
      const part = Buffer.allocUnsafe(Math.min(partBytes, size - position));
      const { bytesRead } = await file.read(part, 0, part.length, position);
      if (bytesRead !== part.length) throw broken('a file of it changed');
      const packed = await compress(part);
      parts[index] = sha256(packed);
      await objects.put(keyOf(prefix, index), packed);
    }),
  );
  return { bytes: size, partBytes, parts };
}

/** Fetches parts side by side and writes each where it belongs. Rejects with `storage_unavailable` for one that is gone, `database_broken` for a wrong one. */
export async function unpackFile(
  objects: DatabaseObjects,
  packed: PackedFile,
  prefix: string,
  path: string,
): Promise<void> {
  await withFile(path, 'w', async (file) => {
    await file.truncate(packed.bytes);
    await inParallel(lanes.fetch, packed.parts.length, async (index) => {
      const bytes = await objects.read(keyOf(prefix, index));
      if (bytes === undefined) throw new DrydockError('storage_unavailable', 'a part of the database was removed');
      if (sha256(bytes) !== packed.parts[index]) throw broken('a part of it is not as it was stored');
      const position = index * packed.partBytes;
      const expected = Math.min(packed.partBytes, packed.bytes - position);
      const part = await decompress(bytes, { maxOutputLength: expected });
      if (part.length !== expected) throw broken('a part of it is too short');
      const { bytesWritten } = await file.write(part, 0, expected, position);
      if (bytesWritten !== expected) throw new DrydockError('scanner_no_space', 'the disk is full');
    });
  });
}

async function withFile(path: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
