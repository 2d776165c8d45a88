import { broken } from './broken.ts';

export const pageHeaderSize = 16;
const metaSize = pageHeaderSize + 64;
const magic = 0xed0cdaed;
const formatVersion = 2;
// The second meta page begins where the first ends; that is known only when the first can be read.
const likelyStarts = [0, 4_096, 8_192, 16_384, 65_536];

/** What the newer sound meta page of a bbolt file says. */
export interface BoltMeta {
  /** bytes */
  pageSize: number;
  /** page of the root bucket */
  root: number;
  /** pages from here on are not in use */
  highWater: number;
}

/** Reads the meta pages at the head of a bbolt file (format version 2). Throws DrydockError `database_broken`. */
export function readBoltMeta(head: Buffer): BoltMeta {
  let newest: (BoltMeta & { transaction: bigint }) | undefined;
  for (const start of likelyStarts) {
    const meta = metaAt(head, start);
    if (meta !== undefined && (newest === undefined || meta.transaction > newest.transaction)) newest = meta;
  }
  if (newest === undefined) throw broken('it is no bbolt file, or its head is damaged');
  return { pageSize: newest.pageSize, root: newest.root, highWater: newest.highWater };
}

function metaAt(head: Buffer, start: number): (BoltMeta & { transaction: bigint }) | undefined {
  if (head.length < start + metaSize) return undefined;
  const meta = head.subarray(start + pageHeaderSize, start + metaSize);
  if (meta.readUInt32LE(0) !== magic || meta.readUInt32LE(4) !== formatVersion) return undefined;
  if (checksum(meta.subarray(0, 56)) !== meta.readBigUInt64LE(56)) return undefined;
  const pageSize = meta.readUInt32LE(8);
  if (pageSize < 1_024 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  return {
    pageSize,
    root: Number(meta.readBigUInt64LE(16)),
    highWater: Number(meta.readBigUInt64LE(40)),
    transaction: meta.readBigUInt64LE(48),
  };
}

// FNV-1a of 64 bits.
function checksum(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
