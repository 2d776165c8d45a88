import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackGuard } from '../../functions/registry/layers/unpack-guard.ts';
import { zstdSize } from '../../functions/registry/layers/zstd-size.ts';
import { defaultRegistryLimits } from '../../functions/registry/limits.ts';

const pieces = (bytes: Uint8Array, length: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    Buffer.from(bytes.subarray(index * length, (index + 1) * length)),
  );
/** What a layer is said to unpack to, fed in pieces of this length. */
const counted = async (bytes: Uint8Array, length = 65_536): Promise<number> => {
  const budget = { bytes: 0 };
  const guard = unpackGuard(defaultRegistryLimits, budget, bytes.length);
  try {
    for (const piece of pieces(bytes, length)) await guard.write(piece);
    await guard.end();
  } finally {
    guard.stop();
  }
  return budget.bytes;
};
const text = Buffer.from('the quick brown fox '.repeat(20_000));
const noise = Buffer.alloc(5_000_000, 'x');
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

describe('unpack guard', () => {
  it.each([
    ['gzip', gzipSync(text), text.length],
    ['two gzip members', Buffer.concat([gzipSync(text), gzipSync(text)]), 2 * text.length],
    ['gzip with zeros behind it', Buffer.concat([gzipSync(text), Buffer.alloc(200_000)]), text.length],
    ['zstd', zstdCompressSync(text), text.length],
    ['two zstd frames', Buffer.concat([zstdCompressSync(text), zstdCompressSync(text)]), 2 * text.length],
    ['zstd between skippable frames', Buffer.concat([skippable, zstdCompressSync(text), skippable]), text.length],
    ['a plain archive', text, text.length],
    ['300 MB of zeros', gzipSync(Buffer.alloc(300_000_000)), 300_000_000],
    ['a large gzip layer, by its packed bytes', gzipSync(noise, { level: 0 }), gzipSync(noise, { level: 0 }).length],
    ['three bytes', Buffer.from('abc'), 0],
    ['nothing', Buffer.alloc(0), 0],
  ])('unpack guard: %s is counted', async (_, bytes, size) => {
    expect(await counted(bytes)).toBe(size);
  });

  it('unpack guard: it does not matter where the pieces end', async () => {
    for (const bytes of [
      gzipSync(Buffer.from('hello')),
      Buffer.concat([skippable, zstdCompressSync(Buffer.from('hello'))]),
    ]) {
      for (const length of [1, 2, 3, 5]) expect(await counted(bytes, length)).toBe(5);
    }
  });

  it('unpack guard: a gigabyte of zeros in one layer is refused (F12, S9)', async () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 30));
    await expect(counted(bomb)).rejects.toMatchObject({ code: 'image_too_large' });
  });

  it.each([
    ['gzip that is cut off', gzipSync(text).subarray(0, 100)],
    ['gzip that is damaged', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(100, 0xff)])],
    ['zstd with something else behind it', Buffer.concat([zstdCompressSync(text), Buffer.alloc(100, 7)])],
    ['a zstd block of no type', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 5, 0x07, 0, 0])],
  ])('unpack guard: %s is broken', async (_, bytes) => {
    await expect(counted(bytes)).rejects.toMatchObject({ code: 'broken_image' });
  });

  it('unpack guard: zstd that takes a window of 2 GiB is too large, however little it holds (S9)', async () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x01, 0, 0]);
    await expect(counted(frame)).rejects.toMatchObject({ code: 'image_too_large' });
  });

  it('zstd size: is what the stream unpacks to, at any level', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 1_000 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 20_000 }))
        .map(([unit, times]) => Buffer.concat(Array(times).fill(unit))),
    );
    fc.assert(
      fc.property(fc.array(content, { maxLength: 3 }), fc.integer({ min: 1, max: 1_000 }), (contents, length) => {
        let bytes = 0;
        const size = zstdSize((count) => {
          bytes += count;
        });
        for (const piece of pieces(Buffer.concat(contents.map((part) => zstdCompressSync(part))), length))
          size.write(piece);
        expect(bytes).toBe(contents.reduce((sum, part) => sum + part.length, 0));
      }),
      { numRuns: 60 },
    );
  });
});
