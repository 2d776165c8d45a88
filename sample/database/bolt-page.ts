export const pageSize = 4096;
export const pageHeader = 16;
export const elementHeader = 16;
export const flags = { branch: 1, leaf: 2, meta: 4, freelist: 16, bucket: 1 } as const;

/** A key of a leaf page with its value; `bucket` says that the value heads a bucket. */
export interface LeafElement {
  key: Buffer;
  value: Buffer;
  bucket: boolean;
}

/** The first key of a page and where that page is. */
export interface BranchElement {
  key: Buffer;
  page: number;
}

export function writeHeader(page: Buffer, at: number, header: { id: number; flags: number; count: number }): void {
  page.writeBigUInt64LE(BigInt(header.id), at);
  page.writeUInt16LE(header.flags, at + 8);
  page.writeUInt16LE(header.count, at + 10);
}

/** Bytes of a leaf page with these elements, header included. */
export function leafSize(elements: readonly LeafElement[]): number {
  return elements.reduce((sum, { key, value }) => sum + elementHeader + key.length + value.length, pageHeader);
}

/** Elements first, then keys and values in the same order; `at` is where the page begins. */
export function writeLeaf(page: Buffer, at: number, elements: readonly LeafElement[]): void {
  let element = at + pageHeader;
  let data = element + elementHeader * elements.length;
  for (const { key, value, bucket } of elements) {
    page.writeUInt32LE(bucket ? flags.bucket : 0, element);
    page.writeUInt32LE(data - element, element + 4);
    page.writeUInt32LE(key.length, element + 8);
    page.writeUInt32LE(value.length, element + 12);
    data += key.copy(page, data);
    data += value.copy(page, data);
    element += elementHeader;
  }
}

export function branchSize(elements: readonly BranchElement[]): number {
  return elements.reduce((sum, { key }) => sum + elementHeader + key.length, pageHeader);
}

export function writeBranch(page: Buffer, elements: readonly BranchElement[]): void {
  let element = pageHeader;
  let data = element + elementHeader * elements.length;
  for (const { key, page: child } of elements) {
    page.writeUInt32LE(data - element, element);
    page.writeUInt32LE(key.length, element + 4);
    page.writeBigUInt64LE(BigInt(child), element + 8);
    data += key.copy(page, data);
    element += elementHeader;
  }
}

/** FNV-1a of 64 bits, as the meta pages carry it. */
export function checksum(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
