import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type BoltMeta, readBoltMeta } from './bolt-meta.ts';
import { overflowOf, type PageContent, readBoltPage } from './bolt-page.ts';
import { broken } from './broken.ts';

/** A bbolt file that is open for reading. Every method throws DrydockError `database_broken`. */
export interface BoltFile extends BoltMeta {
  /** bytes */
  size: number;
  page(id: number): PageContent;
  /** a page with its overflow pages */
  bytes(id: number): Buffer;
}

const headBytes = 128 * 1024;

/** Runs with an open bbolt file, and closes it. Rejects with DrydockError `database_broken` when it is none. */
export async function withBoltFile<T>(path: string, run: (file: BoltFile) => T | Promise<T>): Promise<T> {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const meta = readBoltMeta(read(descriptor, 0, Math.min(size, headBytes)));
    const { pageSize, highWater } = meta;
    const bytes = (id: number): Buffer => {
      if (!(id >= 2 && id < highWater)) throw broken(`there is no page ${id}`);
      const first = read(descriptor, id * pageSize, pageSize);
      const overflow = overflowOf(first);
      if (id + overflow >= highWater) throw broken(`page ${id} is longer than the file`);
      return overflow === 0 ? first : read(descriptor, id * pageSize, (overflow + 1) * pageSize);
    };
    return await run({ ...meta, size, bytes, page: (id) => readBoltPage(bytes(id), id) });
  } finally {
    closeSync(descriptor);
  }
}

function read(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  if (readSync(descriptor, buffer, 0, length, position) !== length) throw broken('its end is missing');
  return buffer;
}
