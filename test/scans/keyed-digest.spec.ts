import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedDigest } from '../../functions/scans/keyed-digest.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('keyed digest', () => {
  it.each([
    ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['4a656665', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'aa'.repeat(131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('keyed digest: of the key %s is the one of RFC 4231', (key, text, expected) => {
    expect(keyedDigest(Buffer.from(key, 'hex'))(text, bytes(''))).toBe(expected);
    expect(keyedDigest(Buffer.from(key, 'hex'))('', bytes(text))).toBe(expected);
  });

  it("keyed digest: is node's HMAC for every key, text and body, one after another", () => {
    const body = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        fc.array(fc.tuple(fc.string(), body)),
        (key, all) => {
          for (const given of [key, createSecretKey(key)]) {
            const digest = keyedDigest(given);
            for (const [text, bytes] of all) {
              expect(digest(text, bytes)).toBe(createHmac('sha256', key).update(text).update(bytes).digest('hex'));
            }
          }
        },
      ),
    );
  });
});
