import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytewise } from '../../functions/manifest/byte-order.ts';
import { goFloat } from '../../functions/manifest/go-float.ts';
import { printGoValue } from '../../functions/manifest/go-value.ts';
import { objectName } from '../../functions/manifest/object-name.ts';
import { decode } from './values.ts';

describe('Go print', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-7, '-7'],
    [999_999, '999999'],
    [1_000_000, '1e+06'],
    [1_234_567, '1.234567e+06'],
    [123_456.7, '123456.7'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e300, '1.5e+300'],
    [-2.5e-7, '-2.5e-07'],
    [5e-324, '5e-324'],
  ])('Go print: the number %d is %s', (value, text) => {
    expect(goFloat(value)).toBe(text);
  });

  test('Go print: every number reads back as itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Number(goFloat(value)) === value),
    );
  });

  test.each([
    ['null', '<nil>'],
    ['true', 'true'],
    ['"a b"', 'a b'],
    ['[]', '[]'],
    ['{}', 'map[]'],
    ['["a","b",[1,null]]', '[a b [1 <nil>]]'],
    ['{"b":2,"a":1,"C":{}}', 'map[C:map[] a:1 b:2]'],
    ['{"":[{}],"__proto__":false}', 'map[:[map[]] __proto__:false]'],
  ])('Go print: %s is %s', (json, text) => {
    expect(printGoValue(decode(json))).toBe(text);
  });

  test('Go print: keys are sorted by their UTF-8 bytes', () => {
    expect(printGoValue(decode('{"😀":1,"～":2,"a":3}'))).toBe('map[a:3 ～:2 😀:1]');
  });

  test('Go print: 9,990 levels are printed', () => {
    const text = printGoValue(decode('['.repeat(9990) + ']'.repeat(9990)));
    expect(text).toBe('['.repeat(9990) + ']'.repeat(9990));
  });

  test('Go print: a text that gets too long is cut behind the limit', () => {
    const list = decode(JSON.stringify(Array.from({ length: 1000 }, () => 'x'.repeat(10))));
    const text = printGoValue(list, 50);
    expect(text.length).toBeGreaterThan(50);
    expect(text.length).toBeLessThan(70);
  });

  test('byte order: it is the order of the encoded bytes', () => {
    const encode = (text: string): string => Buffer.from(text).toString('latin1');
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '～', '😀', '\ue000', '\ud7ff', '𐀀'), maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [encode(a), encode(b)];
        expect(Math.sign(compareBytewise(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });
});

describe('object name', () => {
  test.each([
    ['{"kind":"Pod"}', 'Pod/undefined.default'],
    ['{"kind":"Pod","metadata":{"name":"a","namespace":"b"}}', 'Pod/a.b'],
    ['{"kind":"Pod","metadata":{"name":"","namespace":""}}', 'Pod/.'],
    ['{"kind":"Pod","metadata":{"name":null,"namespace":null}}', 'Pod/undefined.default'],
    ['{"kind":"Pod","metadata":[]}', 'Pod/undefined.default'],
    ['{"kind":"","metadata":null}', '/undefined.default'],
    ['{"kind":1000000,"metadata":{"name":["a",{"b":null}],"namespace":true}}', '1e+06/[a map[b:<nil>]].true'],
    ['{"kind":null}', 'Unknown'],
    ['{"KIND":"Pod"}', 'Unknown'],
    ['["kind"]', 'Unknown'],
    ['"kind"', 'Unknown'],
    ['null', 'Unknown'],
  ])('object name: %s is called %s', (json, name) => {
    expect(objectName(decode(json), 1000)).toBe(name);
  });

  test('object name: a document that cannot be decoded is Unknown', () => {
    expect(objectName(undefined, 1000)).toBe('Unknown');
  });
});
