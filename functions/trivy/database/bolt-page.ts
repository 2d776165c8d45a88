import { pageHeaderSize } from './bolt-meta.ts';
import { broken } from './broken.ts';

export const elementSize = 16;
/** of pages, and of an element that heads a bucket */
export const flags = { branch: 1, leaf: 2, bucket: 1 } as const;

/** What a page of a tree leads to. */
export interface PageContent {
  /** of keys, or of pages below */
  count: number;
  isLeaf: boolean;
  /** pages below in this tree */
  children: number[];
  /** buckets in this page; a small one lies in its value, and has the root `inlineRoot` */
  buckets: { key: Buffer; root: number }[];
}

export const inlineRoot = 0;

/** Reads a branch or leaf page (with its overflow pages) and finds every element inside it. Throws DrydockError `database_broken`. */
export function readBoltPage(page: Buffer, id: number): PageContent {
  if (page.readBigUInt64LE(0) !== BigInt(id)) throw broken(`page ${id} holds something else`);
  const kind = page.readUInt16LE(8);
  const count = page.readUInt16LE(10);
  const outside = (): Error => broken(`page ${id} points outside itself`);
  if (kind !== flags.branch && kind !== flags.leaf) throw broken(`page ${id} is neither branch nor leaf`);
  if (pageHeaderSize + count * elementSize > page.length) throw outside();
  const content: PageContent = { count, isLeaf: kind === flags.leaf, children: [], buckets: [] };
  for (let at = pageHeaderSize, left = count; left > 0; left--, at += elementSize) {
    if (kind === flags.branch) {
      if (at + page.readUInt32LE(at) + page.readUInt32LE(at + 4) > page.length) throw outside();
      content.children.push(Number(page.readBigUInt64LE(at + 8)));
      continue;
    }
    const key = at + page.readUInt32LE(at + 4);
    const value = key + page.readUInt32LE(at + 8);
    if (value + page.readUInt32LE(at + 12) > page.length) throw outside();
    if (page.readUInt32LE(at) !== flags.bucket) continue;
    if (page.readUInt32LE(at + 12) < elementSize) throw outside();
    content.buckets.push({ key: page.subarray(key, value), root: Number(page.readBigUInt64LE(value)) });
  }
  return content;
}

/** How many pages follow a page as part of it. */
export function overflowOf(header: Buffer): number {
  return header.readUInt32LE(12);
}
