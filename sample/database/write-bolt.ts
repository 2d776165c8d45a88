import { closeSync, openSync, writeSync } from 'node:fs';
import {
  type BranchElement,
  branchSize,
  checksum,
  elementHeader,
  flags,
  type LeafElement,
  leafSize,
  pageHeader,
  pageSize,
  writeBranch,
  writeHeader,
  writeLeaf,
} from './bolt-page.ts';

/** Keys to values (bytes) or to further buckets. */
export type Bucket = Map<string, Buffer | Bucket>;

const firstFreePage = 3;
const largestInline = pageSize / 4;

/** Writes a bbolt file (format version 2) whose top-level buckets are those of `root`: two meta pages, an empty freelist, trees bottom-up. */
export function writeBolt(path: string, root: ReadonlyMap<string, Bucket>): void {
  const file = openSync(path, 'w');
  try {
    const pages = pageWriter(file);
    const rootPage = writeTree(pages, elementsOf(pages, root));
    writeSync(file, headPages(rootPage, pages.end()), 0, firstFreePage * pageSize, 0);
  } finally {
    closeSync(file);
  }
}

interface PageWriter {
  /** Writes one page, with overflow pages when it is larger; returns its id. */
  add(size: number, header: { flags: number; count: number }, fill: (page: Buffer) => void): number;
  end(): number;
}

function pageWriter(file: number): PageWriter {
  let next = firstFreePage;
  return {
    add(size, header, fill) {
      const id = next;
      const count = Math.ceil(size / pageSize);
      const page = Buffer.alloc(count * pageSize);
      writeHeader(page, 0, { id, ...header });
      page.writeUInt32LE(count - 1, 12);
      fill(page);
      writeSync(file, page, 0, page.length, id * pageSize);
      next += count;
      return id;
    },
    end: () => next,
  };
}

function elementsOf(pages: PageWriter, bucket: ReadonlyMap<string, Buffer | Bucket>): LeafElement[] {
  const entries = [...bucket].map(([name, content]) => ({ key: Buffer.from(name), content }));
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return entries.map(({ key, content }) =>
    content instanceof Map
      ? { key, value: writeBucket(pages, content), bucket: true }
      : { key, value: content, bucket: false },
  );
}

// {root u64, sequence u64}; a small bucket without buckets in it follows inline, as root 0.
function writeBucket(pages: PageWriter, bucket: Bucket): Buffer {
  const elements = elementsOf(pages, bucket);
  const size = leafSize(elements);
  const inline = size <= largestInline && elements.every((element) => !element.bucket);
  const value = Buffer.alloc(inline ? 16 + size : 16);
  if (inline) {
    writeHeader(value, 16, { id: 0, flags: flags.leaf, count: elements.length });
    writeLeaf(value, 16, elements);
  } else {
    value.writeBigUInt64LE(BigInt(writeTree(pages, elements)), 0);
  }
  return value;
}

function writeTree(pages: PageWriter, elements: readonly LeafElement[]): number {
  const leaves = split(elements, ({ key, value }) => elementHeader + key.length + value.length, 1);
  let level: BranchElement[] = leaves.map((part) => ({
    key: part[0]?.key ?? Buffer.alloc(0),
    page: pages.add(leafSize(part), { flags: flags.leaf, count: part.length }, (page) => writeLeaf(page, 0, part)),
  }));
  while (level.length > 1) {
    const branches = split(level, ({ key }) => elementHeader + key.length, 2);
    level = branches.map((part) => ({
      key: part[0]!.key,
      page: pages.add(branchSize(part), { flags: flags.branch, count: part.length }, (page) => writeBranch(page, part)),
    }));
  }
  return level[0]!.page;
}

/** Runs of elements that fit into a page; at least `least` in each. */
function split<T>(elements: readonly T[], sizeOf: (element: T) => number, least: number): T[][] {
  const parts: T[][] = [[]];
  let size = pageHeader;
  for (const element of elements) {
    const more = sizeOf(element);
    if (parts.at(-1)!.length >= least && size + more > pageSize) {
      parts.push([]);
      size = pageHeader;
    }
    parts.at(-1)!.push(element);
    size += more;
  }
  return parts;
}

function headPages(rootPage: number, highWater: number): Buffer {
  const head = Buffer.alloc(firstFreePage * pageSize);
  for (const id of [0, 1]) {
    const meta = id * pageSize + pageHeader;
    writeHeader(head, id * pageSize, { id, flags: flags.meta, count: 0 });
    head.writeUInt32LE(0xed0cdaed, meta);
    head.writeUInt32LE(2, meta + 4);
    head.writeUInt32LE(pageSize, meta + 8);
    head.writeBigUInt64LE(BigInt(rootPage), meta + 16);
    head.writeBigUInt64LE(2n, meta + 32);
    head.writeBigUInt64LE(BigInt(highWater), meta + 40);
    head.writeBigUInt64LE(BigInt(id), meta + 48);
    head.writeBigUInt64LE(checksum(head.subarray(meta, meta + 56)), meta + 56);
  }
  writeHeader(head, 2 * pageSize, { id: 2, flags: flags.freelist, count: 0 });
  return head;
}
