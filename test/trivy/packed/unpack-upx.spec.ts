import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adler32 } from '../../../functions/trivy/packed/adler-32.ts';
import { gapsBetween, loadedRanges } from '../../../functions/trivy/packed/loaded-ranges.ts';
import { unpackUpx } from '../../../functions/trivy/packed/unpack-upx.ts';
import { elfOf, packUpx } from './pack-upx.ts';

const program = elfOf([Buffer.alloc(2_500, 'code '), Buffer.alloc(700, 'data ')], Buffer.from('section names'));
const changed = (packed: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(packed);
  change(copy);
  return copy;
};
/** With the sum over the trailer made right again. */
const trailer = (change: (trailer: Buffer) => void): Buffer =>
  changed(packUpx(program), (copy) => {
    const end = copy.subarray(-36);
    change(end);
    end[31] = end.subarray(4, 31).reduce((sum, byte) => sum + byte, 0) % 251;
  });
const firstBlock = 64 + 24;

describe('unpacking what UPX packed', () => {
  it('UPX: any program comes back as it was, packed or stored, in blocks of any size', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(255).map((byte) => new Uint8Array(900).fill(byte)),
    );
    const pieces = fc.array(bytes, { minLength: 1, maxLength: 4 });
    const options = fc.record({ blockSize: fc.integer({ min: 1, max: 2_000 }), isStored: fc.boolean() });
    fc.assert(
      fc.property(pieces, fc.uint8Array({ maxLength: 30 }), options, (loaded, between, how) => {
        const elf = elfOf(loaded, between);
        expect(unpackUpx(packUpx(elf, how)).equals(elf)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('UPX: a byte that changed is found by its checksums, whatever it was', () => {
    const packed = packUpx(program);
    // The stub, the ELF header of the packed file, and what the trailer says beside sums and size are not unpacked.
    const read = [firstBlock - 8, packed.length - 40] as const;
    fc.assert(
      fc.property(fc.integer({ min: read[0], max: read[1] }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = changed(packed, (copy) => {
          copy[at]! ^= change;
        });
        try {
          expect(unpackUpx(damaged).equals(program)).toBe(true);
        } catch (error) {
          if ((error as { code?: string }).code !== 'bad_configuration') throw error;
        }
      }),
    );
  });

  it('UPX: a file that is cut off anywhere is refused', () => {
    const packed = packUpx(program);
    fc.assert(
      fc.property(fc.nat(packed.length - 5), (size) => {
        expect(() => unpackUpx(packed.subarray(0, size))).toThrow('cannot be unpacked');
      }),
    );
  });

  it.each([
    ['no UPX', Buffer.from(program), 'no trailer'],
    ['nothing', Buffer.alloc(0), 'no trailer'],
    ['a trailer alone', packUpx(program).subarray(-36), 'two sizes|no header'],
    ['another format', trailer((end) => end.fill(12, 5, 6)), 'in another way'],
    ['another method', trailer((end) => end.fill(2, 6, 7)), 'in another way'],
    ['a filter', trailer((end) => end.fill(0x49, 28, 29)), 'in another way'],
    ['two sizes', trailer((end) => end.writeUInt32LE(1, 24)), 'two sizes'],
    ['2 GiB', trailer((end) => end.writeUInt32LE(2 ** 31, 24)), 'too large'],
    ['a wrong sum of what is packed', trailer((end) => end.writeUInt32LE(1, 12)), 'checksum'],
    ['a wrong sum of the program', trailer((end) => end.writeUInt32LE(1, 8)), 'checksum'],
    [
      'a changed trailer',
      changed(packUpx(program), (copy) => copy.fill(7, copy.length - 32, copy.length - 31)),
      'trailer is damaged',
    ],
    ['a block without bytes', changed(packUpx(program), (copy) => copy.fill(0, firstBlock, firstBlock + 4)), 'a size'],
    [
      'a block of another method',
      changed(packUpx(program), (copy) => copy.fill(8, firstBlock + 8, firstBlock + 9)),
      'another way',
    ],
    [
      'a block with odd properties',
      changed(packUpx(program), (copy) => copy.fill(0xff, firstBlock + 12, firstBlock + 13)),
      'properties',
    ],
  ])('UPX: %s is refused', (_, packed, why) => {
    expect(() => unpackUpx(packed)).toThrow(expect.objectContaining({ message: expect.stringMatching(why) }));
  });

  it('UPX: progress goes up to the size of the program', () => {
    const large = elfOf([Buffer.alloc(3_000_000)], Buffer.alloc(0));
    const told: [number, number][] = [];
    unpackUpx(packUpx(large, { blockSize: 4_000_000 }), (...progress) => told.push(progress));
    expect(told.map(([done]) => Math.floor(done / 1e6))).toEqual([1, 2]);
    expect(told[0]![1]).toBe(large.length);
  });
});

describe('what an ELF file loads', () => {
  const head = program.subarray(0, 64 + 2 * 56);
  it('ELF: ranges come in the order of the file, and gaps between them', () => {
    const ranges = loadedRanges(head, program.length);
    expect(ranges.map(({ start, end }) => end - start)).toEqual([head.length + 2_500, 700]);
    expect(gapsBetween(ranges, program.length).map(({ start, end }) => program.toString('latin1', start, end))).toEqual(
      ['section names', 'section names'],
    );
  });

  it.each([
    ['no ELF', Buffer.alloc(200)],
    ['32 bits', changed(head, (copy) => copy.fill(1, 4, 5))],
    ['headers that are cut off', head.subarray(0, 100)],
    ['headers that lie nowhere', changed(head, (copy) => copy.fill(0xff, 32, 40))],
    ['ranges that overlap', changed(head, (copy) => copy.fill(0, 64 + 56 + 8, 64 + 56 + 16))],
    ['a range that ends behind the file', changed(head, (copy) => copy.fill(0xff, 64 + 56 + 32, 64 + 56 + 40))],
  ])('ELF: %s is refused', (_, bytes) => {
    expect(() => loadedRanges(bytes, program.length)).toThrow('cannot be unpacked');
  });
});

describe('Adler-32', () => {
  it('Adler-32: is that of RFC 1950, also over pieces', () => {
    expect(adler32(Buffer.from('Wikipedia'))).toBe(0x11e60398);
    const bytes = Buffer.alloc(20_000, 0xff);
    expect(adler32(bytes.subarray(7_000), adler32(bytes.subarray(0, 7_000)))).toBe(adler32(bytes));
  });
});
