import { adler32 } from '../../../functions/trivy/packed/adler-32.ts';
import { gapsBetween, loadedRanges } from '../../../functions/trivy/packed/loaded-ranges.ts';
import { encodeLzma, type LzmaStep } from './encode-lzma.ts';

export interface PackOptions {
  blockSize?: number;
  /** blocks are stored as they are */
  isStored?: boolean;
}

const headSize = 64;
const entrySize = 56;

/** A 64-bit ELF file that loads these pieces; between them, and at the end, lie bytes that it does not load. */
export function elfOf(pieces: readonly Uint8Array[], between: Uint8Array): Buffer {
  const head = Buffer.alloc(headSize + pieces.length * entrySize);
  head.writeUInt32BE(0x7f454c46, 0);
  head.set([2, 1, 1], 4);
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(0x3e, 18);
  head.writeBigUInt64LE(BigInt(headSize), 32);
  head.writeUInt16LE(pieces.length, 56);
  const parts: Uint8Array[] = [head];
  let at = 0;
  pieces.forEach((piece, i) => {
    // The first piece holds the headers, as linkers do it.
    const size = i === 0 ? head.length + piece.length : piece.length;
    const entry = head.subarray(headSize + i * entrySize);
    entry.writeUInt32LE(1, 0);
    entry.writeBigUInt64LE(BigInt(at), 8);
    entry.writeBigUInt64LE(BigInt(size), 32);
    parts.push(piece, between);
    at += size + between.length;
  });
  return Buffer.concat(parts);
}

/** Packs as UPX packs 64-bit ELF programs; the stub that would unpack is missing, so that it does not run. */
export function packUpx(program: Buffer, { blockSize = 1_000, isStored = false }: PackOptions = {}): Buffer {
  const stub = Buffer.from('stub, of an odd size!');
  const sums = { packed: 1, unpacked: 1 };
  const block = (bytes: Buffer): Buffer => {
    const { stream } = encodeLzma(runsOf(bytes), { literalContext: 3, literalPosition: 0, position: 2 });
    const packed = Buffer.concat([Buffer.of((3 << 3) | 2, 3), stream]);
    const data = isStored || packed.length >= bytes.length ? bytes : packed;
    const header = Buffer.alloc(12);
    header.writeUInt32LE(bytes.length, 0);
    header.writeUInt32LE(data.length, 4);
    header[8] = 14;
    sums.unpacked = adler32(bytes, sums.unpacked);
    sums.packed = adler32(data, sums.packed);
    return Buffer.concat([header, data]);
  };
  const blocks = ({ start, end }: { start: number; end: number }): Buffer[] => {
    const found: Buffer[] = [];
    for (let at = start; at < end; at += blockSize)
      found.push(block(program.subarray(at, Math.min(at + blockSize, end))));
    return found;
  };
  const head = program.subarray(0, headSize + program.readUInt16LE(56) * entrySize);
  const loaded = loadedRanges(head, program.length);

  const begin = Buffer.alloc(headSize + 32);
  program.copy(begin, 0, 0, headSize);
  begin.write('UPX!', headSize + 4, 'latin1');
  begin.writeUInt16LE(stub.length, headSize + 8);
  begin.writeUInt32LE(program.length, headSize + 16);
  begin.writeUInt32LE(Math.max(blockSize, head.length), headSize + 20);
  const start = begin.subarray(0, headSize + 24);
  const first = block(head);
  const loadedBlocks = loaded.flatMap((range) => blocks({ ...range, start: Math.max(range.start, head.length) }));
  const before = Buffer.concat([start, first, ...loadedBlocks, stub]);
  const padding = Buffer.alloc(-before.length & 3);
  const rest = gapsBetween(loaded, program.length).flatMap(blocks);

  const trailer = Buffer.alloc(36);
  trailer.write('UPX!', 'latin1');
  trailer.set([14, 22, 14, 9], 4);
  trailer.writeUInt32LE(sums.unpacked, 8);
  trailer.writeUInt32LE(sums.packed, 12);
  trailer.writeUInt32LE(program.length, 24);
  trailer[31] = trailer.subarray(4, 31).reduce((sum, byte) => sum + byte, 0) % 251;
  return Buffer.concat([before, padding, ...rest, trailer]);
}

// Bytes, and runs of the one before.
function runsOf(bytes: Buffer): LzmaStep[] {
  const steps: LzmaStep[] = [];
  for (let at = 0; at < bytes.length; ) {
    let length = 0;
    while (at > 0 && length < 273 && at + length < bytes.length && bytes[at + length] === bytes[at - 1]) length++;
    steps.push(length < 2 ? { literal: bytes[at]! } : { distance: 1, length });
    at += length < 2 ? 1 : length;
  }
  return steps;
}
