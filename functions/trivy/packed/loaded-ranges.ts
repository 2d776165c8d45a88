import { damaged } from './damaged.ts';

/** Bytes of a file, from `start` up to `end`. */
export interface FileRange {
  start: number;
  end: number;
}

const headerSize = 64;
const entrySize = 56;
const load = 1;

/** What a 64-bit ELF program loads of its file, in the order of its program headers, which is that of the file. */
export function loadedRanges(head: Buffer, size: number): FileRange[] {
  if (head.length < headerSize || head.readUInt32BE(0) !== 0x7f454c46 || head[4] !== 2 || head[5] !== 1) {
    throw damaged('it holds no 64-bit ELF program');
  }
  const table = Number(head.readBigUInt64LE(32));
  const entries = head.readUInt16LE(56);
  if (table + entries * entrySize > head.length) throw damaged('its program headers are cut off');
  const ranges: FileRange[] = [];
  for (let i = 0; i < entries; i++) {
    const entry = head.subarray(table + i * entrySize);
    if (entry.readUInt32LE(0) !== load) continue;
    const start = Number(entry.readBigUInt64LE(8));
    const end = start + Number(entry.readBigUInt64LE(32));
    if (end > size || start < (ranges.at(-1)?.end ?? 0)) throw damaged('its program headers overlap');
    ranges.push({ start, end });
  }
  return ranges;
}

/** What lies between the ranges, before and after them. */
export function gapsBetween(ranges: readonly FileRange[], size: number): FileRange[] {
  const starts = [...ranges.map(({ start }) => start), size];
  return starts
    .map((end, i) => ({ start: i === 0 ? 0 : ranges[i - 1]!.end, end }))
    .filter(({ start, end }) => end > start);
}
