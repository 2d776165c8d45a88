import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubleQuote, quote } from '../../../functions/manifest/schema/go-quote.ts';
import { isPrintable } from '../../../functions/manifest/schema/printable.ts';

describe('Go quoting', () => {
  test.each([
    ['', "''"],
    ['a b', "'a b'"],
    ['say "hi"', `'say "hi"'`],
    ["o'k", "'o\\'k'"],
    ['a\\b', "'a\\\\b'"],
    ['\u0007\b\f\n\r\t\v', "'\\a\\b\\f\\n\\r\\t\\v'"],
    ['\0\u001f\u007f', "'\\x00\\x1f\\x7f'"],
    ['\u0080\u00a0\u00ad\u200b\u2028\ufeff', "'\\u0080\\u00a0\\u00ad\\u200b\\u2028\\ufeff'"],
    ['\ue000\u0378\ufffe', "'\\ue000\\u0378\\ufffe'"],
    ['\u{e0001}\u{10ffff}', "'\\U000e0001\\U0010ffff'"],
    ['é日😀\u0301Ⅷ€«\ufffd', "'é日😀\u0301Ⅷ€«\ufffd'"],
    ['\u1c89\u{1f6d8}\u{2ebf0}', "'\\u1c89\\U0001f6d8\\U0002ebf0'"],
  ])('Go quoting: %j is %s', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  test('Go quoting: between double quotes these are escaped and single ones are not', () => {
    expect(doubleQuote('it\'s "x"\n')).toBe('"it\'s \\"x\\"\\n"');
    expect(doubleQuote('plain')).toBe('"plain"');
  });

  test('Go quoting: what is quoted can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const json = doubleQuote(text).replaceAll(
          /\\(?:U([0-9a-f]{8})|x([0-9a-f]{2})|(\\|.))/g,
          (_, long, byte, other) => {
            if (long !== undefined) return String.fromCodePoint(Number.parseInt(long, 16));
            if (byte !== undefined) return `\\u00${byte}`;
            return other === 'a' ? '\\u0007' : other === 'v' ? '\\u000b' : `\\${other}`;
          },
        );
        expect(JSON.parse(json)).toBe(text);
      }),
    );
  });

  test('Go quoting: as many characters are printable as in Unicode 15.0, whatever this runtime knows', () => {
    let printable = 0;
    for (let code = 0; code <= 0x10ffff; code++)
      if ((code < 0xd800 || code > 0xdfff) && isPrintable(String.fromCodePoint(code))) printable++;
    expect(printable).toBe(148_998);
  });
});
