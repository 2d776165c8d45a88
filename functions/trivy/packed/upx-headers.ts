import { damaged } from './damaged.ts';

/** What UPX says of a packed program, at its end and behind its ELF headers. */
export interface UpxHeaders {
  /** bytes of the unpacked program */
  size: number;
  /** bytes that a block holds at most, unpacked */
  blockSize: number;
  /** Adler-32 of all unpacked bytes, and of all packed ones, in the order of the blocks */
  unpackedSum: number;
  packedSum: number;
  /** where the first block begins */
  start: number;
  /** bytes of the stub that unpacks, which lies between the loaded blocks and the others */
  stubSize: number;
}

const magic = 'UPX!';
const trailerSize = 32;
const elf64 = 22;
const lzma = 14;

/** Throws DrydockError `bad_configuration` unless it is a 64-bit ELF program for amd64, packed by UPX with LZMA and without a filter. */
export function readUpxHeaders(packed: Buffer, largest: number): UpxHeaders {
  const trailer = findTrailer(packed);
  const [format, method, filter] = [trailer[5], trailer[6], trailer[28]];
  if (format !== elf64 || method !== lzma || filter !== 0) throw damaged('it is packed in another way');
  const size = trailer.readUInt32LE(24);
  if (size > largest) throw damaged('it is too large');

  const at = packed.subarray(0, 4_096).indexOf(magic, 0, 'latin1');
  if (at === -1 || at + 20 > packed.length) throw damaged('it has no header of UPX');
  if (packed.readUInt32LE(at + 12) !== size) throw damaged('its headers name two sizes');
  return {
    size,
    blockSize: packed.readUInt32LE(at + 16),
    unpackedSum: trailer.readUInt32LE(8),
    packedSum: trailer.readUInt32LE(12),
    start: at + 20,
    stubSize: packed.readUInt16LE(at + 4),
  };
}

// Its last byte is a sum of those before it.
function findTrailer(packed: Buffer): Buffer {
  const at = packed.lastIndexOf(magic, undefined, 'latin1');
  const trailer = packed.subarray(at, at + trailerSize);
  if (at === -1 || trailer.length < trailerSize) throw damaged('it has no trailer of UPX');
  const sum = trailer.subarray(4, trailerSize - 1).reduce((total, byte) => total + byte, 0) % 251;
  if (sum !== trailer[trailerSize - 1]) throw damaged('its trailer is damaged');
  return trailer;
}
