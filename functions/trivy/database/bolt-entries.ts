import type { BoltFile } from './bolt-file.ts';
import { pageHeaderSize } from './bolt-meta.ts';
import { elementSize, flags, inlineRoot } from './bolt-page.ts';
import { broken } from './broken.ts';

/** A key of a bucket with what is under it. */
export interface BoltEntry {
  key: Buffer;
  /** for a bucket its head, and all of it when it is a small one */
  value: Buffer;
  isBucket: boolean;
}

const bucketHead = 16;
/** A tree of a sound file is far from so deep; one that leads back to itself is not followed for ever. */
const deepest = 32;

/** The entries of a bucket of the file, of its root when `bucket` is absent, in the order of their keys. Throws DrydockError `database_broken`. */
export function bucketEntries(file: BoltFile, bucket?: BoltEntry): Generator<BoltEntry> {
  if (bucket === undefined) return entriesBelow(file, file.root, 0);
  if (bucket.value.length < bucketHead) throw broken('a bucket has no head');
  const root = Number(bucket.value.readBigUInt64LE(0));
  return root === inlineRoot ? leafEntries(bucket.value.subarray(bucketHead)) : entriesBelow(file, root, 0);
}

/** Whether two buckets are small ones with the same content. */
export function isSameInline(a: BoltEntry, b: BoltEntry): boolean {
  const isInline = a.value.length > bucketHead && b.value.length > bucketHead;
  return isInline && a.value.subarray(bucketHead).equals(b.value.subarray(bucketHead));
}

function* entriesBelow(file: BoltFile, id: number, depth: number): Generator<BoltEntry> {
  if (depth > deepest) throw broken(`page ${id} is met again and again`);
  const page = file.bytes(id);
  if (page.readBigUInt64LE(0) !== BigInt(id)) throw broken(`page ${id} holds something else`);
  if (page.readUInt16LE(8) !== flags.branch) return yield* leafEntries(page);
  for (const at of elementsOf(page)) yield* entriesBelow(file, Number(page.readBigUInt64LE(at + 8)), depth + 1);
}

function* leafEntries(page: Buffer): Generator<BoltEntry> {
  if (page.length < pageHeaderSize || page.readUInt16LE(8) !== flags.leaf)
    throw broken('a page is neither branch nor leaf');
  for (const at of elementsOf(page)) {
    const key = at + page.readUInt32LE(at + 4);
    const value = key + page.readUInt32LE(at + 8);
    const end = value + page.readUInt32LE(at + 12);
    if (end > page.length) throw broken('a page points outside itself');
    const isBucket = page.readUInt32LE(at) === flags.bucket;
    yield { key: page.subarray(key, value), value: page.subarray(value, end), isBucket };
  }
}

function* elementsOf(page: Buffer): Generator<number> {
  const count = page.readUInt16LE(10);
  if (pageHeaderSize + count * elementSize > page.length) throw broken('a page points outside itself');
  for (let place = 0; place < count; place++) yield pageHeaderSize + place * elementSize;
}
