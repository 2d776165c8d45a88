import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recentlyUsed } from '../functions/recently-used.ts';

describe('values that were used recently', () => {
  it('recently used: what was used longest ago goes first, and what is too heavy at once', () => {
    const known = recentlyUsed<string>(3);
    for (const key of ['a', 'b', 'c']) known.set(key, key, 1);
    known.get('a');
    known.set('d', 'd', 1);
    expect(['a', 'b', 'c', 'd'].map(known.get)).toEqual(['a', undefined, 'c', 'd']);
    known.set('heavy', 'heavy', 4);
    expect(known.get('heavy')).toBeUndefined();
    known.set('after', 'after', 3);
    expect(known.get('after')).toBe('after');
    known.delete('after');
    expect(known.get('after')).toBeUndefined();
  });

  it('recently used: whatever is set and taken off, no more is kept than may be, and nothing but what was set last', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.integer({ min: 0, max: 6 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(step, fc.constantFrom('a', 'b', 'c', 'd'))), (steps) => {
        const known = recentlyUsed<number>(10);
        const last = new Map<string, number>();
        for (const one of steps) {
          if (typeof one === 'string') known.delete(one);
          else known.set(one.key, one.weight, one.weight);
          if (typeof one === 'string') last.delete(one);
          else last.set(one.key, one.weight);
        }
        const kept = [...last].map(([key, weight]) => ({ weight, value: known.get(key) }));
        const found = kept.filter(({ value }) => value !== undefined);
        expect(found.every(({ weight, value }) => weight === value)).toBe(true);
        expect(found.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(10);
      }),
    );
  });
});
