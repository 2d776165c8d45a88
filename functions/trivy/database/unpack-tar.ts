import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { broken } from './broken.ts';

const block = 512;

export interface UnpackLimits {
  /** of all that is written, bytes */
  bytes: number;
}

/**
 * Writes the wanted files of a tar stream (POSIX.1-1988 ustar) into a directory and passes over everything else; resolves with the
 * names written. Names are compared, never used as paths. Rejects with DrydockError `database_broken` for what is no archive.
 */
export async function unpackTar(
  source: AsyncIterable<Buffer>,
  wanted: readonly string[],
  directory: string,
  limits: UnpackLimits,
): Promise<Set<string>> {
  const reader = blockReader(source);
  const written = new Set<string>();
  let budget = limits.bytes;
  for (let header = await reader.take(block); header !== undefined; header = await reader.take(block)) {
    if (header.every((byte) => byte === 0)) break;
    const { name, size, isFile } = readHeader(header);
    const known = isFile ? wanted.find((candidate) => candidate === name) : undefined;
    if (known !== undefined) {
      budget -= size;
      if (budget < 0) throw broken('it is too large');
      if (written.has(known)) throw broken(`it holds ${known} twice`);
      written.add(known);
    }
    await copy(reader, size, known === undefined ? undefined : join(directory, known));
    await copy(reader, (block - (size % block)) % block);
  }
  // A source that verifies itself does so at its end.
  while ((await reader.some(block)) !== undefined);
  return written;
}

function readHeader(header: Buffer): { name: string; size: number; isFile: boolean } {
  const text = (at: number, length: number): string => header.toString('latin1', at, at + length).replace(/\0.*$/s, '');
  const octal = (at: number, length: number): number => Number.parseInt(text(at, length).trim(), 8);
  // The checksum counts its own field as blanks.
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const size = octal(124, 12);
  if (sum !== octal(148, 8) || !(size >= 0)) throw broken('it is no tar archive, or a damaged one');
  const type = header[156];
  return { name: text(0, 100).replace(/^\.\//, ''), size, isFile: type === 0 || type === 0x30 };
}

interface BlockReader {
  /** Exactly so many bytes; undefined at the end of the stream. */
  take(bytes: number): Promise<Buffer | undefined>;
  /** At most so many bytes, whatever is there; undefined at the end. */
  some(bytes: number): Promise<Buffer | undefined>;
}

function blockReader(source: AsyncIterable<Buffer>): BlockReader {
  const pieces = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const some = async (bytes: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const { value, done } = await pieces.next();
      if (done) return undefined;
      rest = value;
    }
    const piece = rest.subarray(0, bytes);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    some,
    async take(bytes) {
      const taken: Buffer[] = [];
      for (let left = bytes; left > 0; left -= taken.at(-1)!.length) {
        const piece = await some(left);
        if (piece === undefined) {
          if (left === bytes) return undefined;
          throw broken('its archive is cut off');
        }
        taken.push(piece);
      }
      return Buffer.concat(taken);
    },
  };
}

async function copy(reader: BlockReader, size: number, path?: string): Promise<void> {
  const file = path === undefined ? undefined : createWriteStream(path, { flags: 'wx' });
  const closed = file && finished(file);
  // Awaited below; a failure before that is no unhandled one.
  closed?.catch(() => {});
  try {
    for (let left = size; left > 0; ) {
      const piece = await reader.some(left);
      if (piece === undefined) throw broken('its archive is cut off');
      left -= piece.length;
      if (file?.write(piece) === false) await Promise.race([drained(file), closed]);
    }
    file?.end();
    await closed;
  } finally {
    file?.destroy();
  }
}

function drained(file: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => file.once('drain', resolve));
}
