import { blockReader } from './block-reader.ts';
import { damaged } from './damaged.ts';
import { type FileRange, gapsBetween, loadedRanges } from './loaded-ranges.ts';
import { readUpxHeaders } from './upx-headers.ts';

const largest = 512 * 1024 * 1024;

/**
 * The program as it was before UPX packed it, checked against both of UPX's own checksums. Known are 64-bit ELF programs packed with LZMA
 * or stored. `onProgress` is told bytes done and in all. Throws DrydockError `bad_configuration` for anything else.
 */
export function unpackUpx(packed: Buffer, onProgress: (done: number, total: number) => void = () => {}): Buffer {
  const headers = readUpxHeaders(packed, largest);
  const { size, blockSize, start, stubSize } = headers;
  const program = Buffer.alloc(size);
  const blocks = blockReader(packed, start, blockSize);
  const fill = (range: FileRange): void => {
    for (let at = range.start; at < range.end; ) {
      const from = at;
      at += blocks.next(program.subarray(at, range.end), (bytes) => onProgress(from + bytes, size)).length;
    }
  };

  // The first block holds ELF and program headers: they tell where the next ones go, and what comes last.
  const head = blocks.next(program);
  const loaded = loadedRanges(head, size);
  for (const range of loaded) fill({ start: Math.max(range.start, head.length), end: range.end });
  blocks.skip(stubSize);
  for (const gap of gapsBetween([{ start: 0, end: head.length }, ...loaded], size)) fill(gap);

  const { packed: packedSum, unpacked: unpackedSum } = blocks.sums();
  if (packedSum !== headers.packedSum || unpackedSum !== headers.unpackedSum) throw damaged('its checksum is wrong');
  return program;
}
