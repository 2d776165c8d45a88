import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCursor, signCursor } from '../../functions/scans/cursor.ts';

const key = Buffer.from('deployment key');
const scope = { tenant: 'a', listing: 'manifest' };
const refused = expect.objectContaining({ code: 'bad_cursor' });

describe('cursor', () => {
  it('cursor: leads back to its position', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ unit: 'grapheme' }), (tenant, listing, position) => {
        const cursor = signCursor(key, { tenant, listing }, position);
        expect(openCursor(key, { tenant, listing }, cursor)).toBe(position);
      }),
    );
  });

  it('cursor: is refused for another tenant, listing or deployment', () => {
    const cursor = signCursor(key, scope, '17');
    expect(() => openCursor(key, { ...scope, tenant: 'b' }, cursor)).toThrow(refused);
    expect(() => openCursor(key, { ...scope, listing: 'manifest:Pod/web.default' }, cursor)).toThrow(refused);
    expect(() => openCursor(key, { tenant: 'am', listing: 'anifest' }, cursor)).toThrow(refused);
    expect(() => openCursor(Buffer.from('other'), scope, cursor)).toThrow(refused);
  });

  it('cursor: any change of a letter is refused', () => {
    const cursor = signCursor(key, scope, '000001800000000#0123456789abcdef');
    for (let index = 0; index < cursor.length; index += 1) {
      const changed = cursor.slice(0, index) + (cursor[index] === 'A' ? 'B' : 'A') + cursor.slice(index + 1);
      expect(() => openCursor(key, scope, changed)).toThrow(refused);
    }
  });

  it('cursor: garbage of any kind is refused', () => {
    const cursor = signCursor(key, scope, '17');
    for (const text of ['', '!', 'AAAA', `${cursor}=`, `${cursor}\n`, ` ${cursor}`, cursor.slice(0, -4)]) {
      expect(() => openCursor(key, scope, text)).toThrow(refused);
    }
    fc.assert(
      fc.property(fc.base64String(), (text) => {
        expect(() => openCursor(key, scope, text)).toThrow(refused);
      }),
    );
  });
});
