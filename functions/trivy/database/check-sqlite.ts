import { open } from 'node:fs/promises';
import { broken } from './broken.ts';

const headerBytes = 100;

/** Compares the head of an SQLite file (its format, section 1.3) with its length. Rejects with DrydockError `database_broken`. */
export async function checkSqlite(path: string): Promise<{ bytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    const isSqlite = bytesRead === headerBytes && buffer.toString('latin1', 0, 16) === 'SQLite format 3\0';
    if (!isSqlite) throw broken('its Java part is no SQLite file');
    // 65536 does not fit into two bytes and is written as 1.
    const pageSize = buffer.readUInt16BE(16) === 1 ? 65_536 : buffer.readUInt16BE(16);
    if (buffer.readUInt32BE(28) * pageSize !== size) throw broken('the end of its Java part is missing');
    return { bytes: size };
  } finally {
    await file.close();
  }
}
