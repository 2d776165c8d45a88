import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortText } from '../../functions/image/short-text.ts';

it('short text: is no longer than 600 bytes of JSON, whatever it is made of', () => {
  const longText = fc.string({ unit: 'binary', minLength: 150, maxLength: 300 });
  const worst = fc.constantFrom('\u0000', '\ud800', '漢', '"', '\\', '😀', '\u2028').map((text) => text.repeat(400));
  fc.assert(
    fc.property(fc.oneof(longText, worst), (text) => {
      expect(Buffer.byteLength(JSON.stringify(shortText(text)))).toBeLessThanOrEqual(602);
    }),
  );
});

it('short text: a short one without control characters is as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      fc.pre(text.length <= 200 && !/\p{Cc}/u.test(text));
      expect(shortText(text)).toBe(text);
    }),
  );
  expect(shortText('a\u001b[31m\nb')).toBe('a\ufffd[31m\ufffdb');
});
