import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allValues, firstValue, parseGoQuery } from '../../functions/api/resources/go-query.ts';

describe('query, read as Go reads it', () => {
  const cases: [string, [string, string][]][] = [
    ['', []],
    ['rule', [['rule', '']]],
    ['rule=', [['rule', '']]],
    ['rule=a=b', [['rule', 'a=b']]],
    ['=a', [['', 'a']]],
    ['&&a=1&&', [['a', '1']]],
    ['?rule=a', [['?rule', 'a']]],
    ['rule=a+b%20c%2B', [['rule', 'a b c+']]],
    ['r%75le=a', [['rule', 'a']]],
    ['a=1;b=2&c=3', [['c', '3']]],
    [';', []],
    ['rule=%zz&rule=b', [['rule', 'b']]],
    ['rule=%4', []],
    ['%=1&a=%', []],
    ['rule=a#x', [['rule', 'a#x']]],
    ['rule=%C3%A9é', [['rule', 'éé']]],
    ['rule=%FF%EF%BB%BF', [['rule', '\ufffd\ufeff']]],
    ['rule=%00', [['rule', '\0']]],
    ['__proto__=x', [['__proto__', 'x']]],
  ];
  for (const [raw, pairs] of cases) {
    it(`query ${JSON.stringify(raw)} holds ${JSON.stringify(pairs)}`, () => {
      expect(parseGoQuery(raw)).toEqual(pairs);
    });
  }

  it('query of 10,000 pairs is read, one more and none of them counts', () => {
    expect(parseGoQuery('a=1&'.repeat(9_999))).toHaveLength(9_999);
    expect(parseGoQuery('a=1&'.repeat(10_000))).toEqual([]);
  });

  it('query names and values come back whatever they were, in their order', () => {
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts)), (pairs) => {
        const raw = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        expect(parseGoQuery(raw)).toEqual(pairs);
      }),
    );
  });

  it('query values of one name: the first, and all in their order', () => {
    const pairs = parseGoQuery('rule=a&x=1&rule=b&rule=');
    expect(firstValue(pairs, 'rule')).toBe('a');
    expect(firstValue(pairs, 'Rule')).toBeUndefined();
    expect(allValues(pairs, 'rule')).toEqual(['a', 'b', '']);
  });
});
