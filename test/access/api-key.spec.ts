import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatApiKey, isKeyId, newApiKey, parseApiKey, secretMac } from '../../functions/access/api-key.ts';

const anyKey = fc.constant(null).map(() => newApiKey(randomBytes));
const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('API key', () => {
  it('API key: its text is read back as it was', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const text = formatApiKey(key);
        expect(text).toMatch(/^ddk_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/);
        expect(parseApiKey(text)).toEqual(key);
        expect(isKeyId(key.id)).toBe(true);
      }),
    );
  });

  it('API key: a text with one other character is none', () => {
    fc.assert(
      fc.property(anyKey, fc.nat(54), fc.constantFrom(...characters, '_', ' ', 'é'), (key, at, other) => {
        const text = formatApiKey(key);
        fc.pre(text[at] !== other);
        expect(parseApiKey(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('API key: neither any other text nor a key with something around it is one', () => {
    const text = formatApiKey(newApiKey(randomBytes));
    for (const wrong of ['', 'ddk_', `${text}\n`, ` ${text}`, `${text}0`, text.slice(0, -1), text.toUpperCase()]) {
      expect(parseApiKey(wrong), JSON.stringify(wrong)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (any) => parseApiKey(any) === undefined));
  });

  it('API key: bytes that would favour some characters are thrown away', () => {
    const sizes: number[] = [];
    const key = newApiKey((size) => {
      sizes.push(size);
      return new Uint8Array(size).fill(sizes.length % 2 === 1 ? 248 : 61);
    });
    expect(key).toEqual({ id: 'z'.repeat(12), secret: 'z'.repeat(32) });
    expect(sizes).toEqual([12, 12, 32, 32]);
  });

  it('API key: what is kept depends on pepper, id and secret', () => {
    const key = newApiKey(randomBytes);
    const pepper = randomBytes(32);
    const mac = secretMac(pepper, key).toString('hex');
    expect(mac).toMatch(/^[0-9a-f]{64}$/);
    const others = [
      secretMac(randomBytes(32), key),
      secretMac(pepper, { ...key, id: 'another00000' }),
      secretMac(pepper, { ...key, secret: newApiKey(randomBytes).secret }),
    ];
    for (const other of others) expect(other.toString('hex')).not.toBe(mac);
  });
});
