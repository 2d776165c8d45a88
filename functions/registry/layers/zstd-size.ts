import { DrydockError } from '../../errors.ts';
import { type Step, stepReader } from './step-reader.ts';

/** Counts what a zstd stream unpacks to from its frame and block headers alone, without unpacking it. */
export interface ZstdSize {
  /** Throws DrydockError `broken_image`, or `image_too_large` for a window past 128 MiB. */
  write(chunk: Buffer): void;
}

const longestWindow = 128 * 1024 * 1024;
const longestBlock = 128 * 1024;

/**
 * `count` is told of bytes that are to come, at most: a compressed block is taken for as large as its frame allows, since Node's
 * own decoder ends after the first frame and layers made for lazy pulling have thousands. The format is RFC 8878.
 */
export function zstdSize(count: (bytes: number) => void): ZstdSize {
  return { write: stepReader(readFrames(count)) };
}

function* readFrames(count: (bytes: number) => void): Generator<Step, never, Buffer> {
  let skip = 0;
  while (true) {
    const magic = (yield { skip, take: 4 }).readUInt32LE();
    if (magic === 0xfd2fb528) {
      skip = yield* readFrame(count);
    } else if (magic >>> 4 === 0x184d2a5) {
      skip = (yield { skip: 0, take: 4 }).readUInt32LE();
    } else {
      throw new DrydockError('broken_image', 'a layer is no zstd stream all through');
    }
  }
}

/** Returns the length of the checksum behind the frame, 0 or 4. */
function* readFrame(count: (bytes: number) => void): Generator<Step, number, Buffer> {
  const flags = (yield { skip: 0, take: 1 })[0]!;
  const isSingle = (flags & 0x20) !== 0;
  const windowBytes = isSingle ? 0 : 1;
  const idBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
  const rest = windowBytes + idBytes + sizeBytes;
  const header = yield { skip: 0, take: rest };
  const size = contentSize(header.subarray(windowBytes + idBytes));
  const window = isSingle ? size : windowSize(header[0]!);
  if (window > longestWindow) {
    throw new DrydockError('image_too_large', `a layer takes more than ${longestWindow} bytes of memory to unpack`);
  }
  let left = size;
  for (let isLast = false, skip = 0; ; ) {
    if (isLast) return skip + ((flags & 4) === 0 ? 0 : 4);
    const block = (yield { skip, take: 3 }).readUIntLE(0, 3);
    isLast = (block & 1) === 1;
    const type = (block >> 1) & 3;
    const length = block >> 3;
    if (type === 3) throw new DrydockError('broken_image', 'a layer has a zstd block of no known type');
    skip = type === 1 ? 1 : length;
    const most = Math.min(type === 2 ? Math.min(window, longestBlock) : length, left);
    left -= most;
    count(most);
  }
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Infinite where the frame does not say. A decoder fails as soon as a frame holds more than it says. */
function contentSize(field: Buffer): number {
  if (field.length === 0) return Number.POSITIVE_INFINITY;
  if (field.length === 8) return Number(field.readBigUInt64LE());
  return field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0);
}
