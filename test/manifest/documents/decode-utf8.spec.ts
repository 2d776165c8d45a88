import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAsGo, decodeUtf8 } from '../../../functions/manifest/documents/decode-utf8.ts';

const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const bad = '\ufffd';

describe('UTF-8', () => {
  test('UTF-8: well-formed text is decoded whole, the byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = new TextEncoder().encode(text);
        expect(decodeUtf8(encoded)).toBe(text);
        expect(decodeAsGo(encoded)).toBe(text);
      }),
    );
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
  });

  test('UTF-8: what is malformed is undefined to the strict reader', () => {
    expect(decodeUtf8(bytes(0x41, 0xff))).toBeUndefined();
  });

  test.each([
    ['a lone continuation', bytes(0x41, 0x80, 0x42), `A${bad}B`],
    ['a cut two-byte character', bytes(0xc3), bad],
    ['a cut three-byte character', bytes(0xe2, 0x82, 0x41), `${bad}${bad}A`],
    ['a cut four-byte character', bytes(0xf0, 0x9f, 0x98), bad.repeat(3)],
    ['an overlong slash', bytes(0xc0, 0xaf), bad.repeat(2)],
    ['an overlong three-byte form', bytes(0xe0, 0x80, 0x80), bad.repeat(3)],
    ['an overlong four-byte form', bytes(0xf0, 0x80, 0x80, 0x80), bad.repeat(4)],
    ['a surrogate', bytes(0xed, 0xa0, 0x80), bad.repeat(3)],
    ['a number beyond Unicode', bytes(0xf4, 0x90, 0x80, 0x80), bad.repeat(4)],
    ['a byte that never occurs', bytes(0xf5, 0xfe, 0xc3, 0xa9), `${bad}${bad}é`],
  ])('UTF-8: %s gives one U+FFFD a byte, as in Go', (_, input, expected) => {
    expect(decodeAsGo(input)).toBe(expected);
  });

  test('UTF-8: any bytes give well-formed text', () => {
    fc.assert(fc.property(fc.uint8Array(), (input) => decodeAsGo(input).isWellFormed()));
  });
});
