import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLzma, type LzmaProperties } from '../../../functions/trivy/packed/decode-lzma.ts';
import { encodeLzma, type LzmaStep } from './encode-lzma.ts';

const usual: LzmaProperties = { literalContext: 3, literalPosition: 0, position: 2 };
const length = fc.integer({ min: 2, max: 273 });
const step: fc.Arbitrary<LzmaStep> = fc.oneof(
  fc.record({ literal: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ distance: fc.integer({ min: 1, max: 5_000 }), length }),
  fc.record({ repeat: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const), length }),
  fc.constant({ repeat: 'short' as const }),
);
const properties = fc.record({
  literalContext: fc.integer({ min: 0, max: 8 }),
  literalPosition: fc.integer({ min: 0, max: 4 }),
  position: fc.integer({ min: 0, max: 4 }),
});
const decoded = (stream: Uint8Array, size: number, how = usual): Buffer => {
  const target = Buffer.alloc(size);
  decodeLzma(stream, how, target);
  return target;
};
const text: LzmaStep[] = [...Buffer.from('dry dock ')].map((literal) => ({ literal }));

describe('decoding LZMA', () => {
  it('LZMA: whatever a stream says is read as it was meant, with any properties', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), properties, (steps, how) => {
        const { stream, bytes } = encodeLzma(steps, how);
        expect(decoded(stream, bytes.length, how).equals(bytes)).toBe(true);
      }),
    );
  });

  it('LZMA: distances of every size are read', () => {
    const zeros = Array.from({ length: 40_000 }, () => ({ distance: 1, length: 273 }));
    const far = [0, 1, 2, 4, 10, 100, 127, 128, 5_000, 70_000, 5_000_000, 10_000_000].map((near) => ({
      distance: near + 4,
      length: 2,
    }));
    const { stream, bytes } = encodeLzma([...text, ...zeros, ...text, ...far, ...text], usual);
    expect(decoded(stream, bytes.length).equals(bytes)).toBe(true);
  });

  it('LZMA: tells now and then how far it is', () => {
    const steps = [...text, ...Array.from({ length: 10_000 }, () => ({ distance: 3, length: 273 }))];
    const { stream, bytes } = encodeLzma(steps, usual);
    const told: number[] = [];
    decodeLzma(stream, usual, Buffer.alloc(bytes.length), (done) => told.push(done));
    expect(told.map((done) => Math.floor(done / 2 ** 20))).toEqual([1, 2]);
  });

  it('LZMA: a stream that is cut off, or begins otherwise, is refused', () => {
    const { stream, bytes } = encodeLzma(text, usual);
    expect(() => decoded(stream.subarray(0, 5), bytes.length + 50)).toThrow('end too early');
    expect(() => decoded(stream.subarray(0, 3), bytes.length)).toThrow('end too early');
    expect(() => decoded(Buffer.concat([Buffer.of(1), stream]), bytes.length)).toThrow('as no LZMA data do');
  });

  it('LZMA: a match outside of its data is refused', () => {
    const steps: LzmaStep[] = [...text, { distance: 9, length: 20 }];
    const { stream, bytes } = encodeLzma(steps, usual);
    expect(() => decoded(stream, bytes.length - 1)).toThrow('ends after its data');
    const tail = encodeLzma([{ literal: 0 }, { literal: 0 }, { distance: 2, length: 2 }], usual).stream;
    expect(() => decoded(tail, 4, { ...usual, position: 0 })).toThrow('packed program cannot be unpacked');
  });

  it('LZMA: damaged data give wrong bytes or an error, never a crash or a loop', () => {
    const { stream, bytes } = encodeLzma([...text, ...text, { distance: 9, length: 100 }, ...text], usual);
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(stream);
        damaged[at]! ^= change;
        try {
          decoded(damaged, bytes.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad_configuration' });
        }
      }),
    );
  });
});
