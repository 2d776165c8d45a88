import { adler32 } from './adler-32.ts';
import { damaged } from './damaged.ts';
import { decodeLzma } from './decode-lzma.ts';

/** Unpacks one block of UPX after the other, and sums up what it read and made. */
export interface BlockReader {
  /** Unpacks the next block to the beginning of `target`; returns its bytes. */
  next(target: Buffer, onProgress?: (bytes: number) => void): Buffer;
  /** Passes over bytes, and on to the next multiple of four. */
  skip(bytes: number): void;
  sums(): { packed: number; unpacked: number };
}

const headerSize = 12;
const lzma = 14;

/** A block: sizes unpacked and packed, method, filter, two bytes of no use here, then its data. */
export function blockReader(packed: Buffer, start: number, blockSize: number): BlockReader {
  const sums = { packed: 1, unpacked: 1 };
  let at = start;
  return {
    next(target, onProgress) {
      if (at + headerSize > packed.length) throw damaged('a block is missing');
      const [size, packedSize] = [packed.readUInt32LE(at), packed.readUInt32LE(at + 4)];
      const [method, filter] = [packed[at + 8], packed[at + 9]];
      const data = packed.subarray(at + headerSize, at + headerSize + packedSize);
      if (size === 0 || size > Math.min(blockSize, target.length) || packedSize > size || data.length < packedSize) {
        throw damaged('a block has a size that cannot be');
      }
      const unpacked = target.subarray(0, size);
      if (packedSize === size) data.copy(unpacked);
      else if (method === lzma && filter === 0) decodeBlock(data, unpacked, onProgress);
      else throw damaged('a block is packed in another way');
      at += headerSize + packedSize;
      sums.packed = adler32(data, sums.packed);
      sums.unpacked = adler32(unpacked, sums.unpacked);
      return unpacked;
    },
    skip(bytes) {
      at = (at + bytes + 3) & ~3;
    },
    sums: () => sums,
  };
}

// Two bytes of UPX's own tell the properties: the sum of two of them and the third, then each of the two.
function decodeBlock(data: Buffer, target: Buffer, onProgress?: (bytes: number) => void): void {
  if (data.length < 2) throw damaged('a block is cut off');
  const [position, literalPosition, literalContext] = [data[0]! & 7, data[1]! >> 4, data[1]! & 15];
  if (data[0]! >> 3 !== literalPosition + literalContext || position > 4 || literalPosition > 4 || literalContext > 8) {
    throw damaged('a block has properties that LZMA does not know');
  }
  decodeLzma(data.subarray(2), { literalContext, literalPosition, position }, target, onProgress);
}
