import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOfDay } from '../../local/time-text.ts';

describe('time of day', () => {
  it('time of day: every moment reads as in its ISO text', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4_102_444_800_000 }), (now) => {
        expect(timeOfDay(now)).toBe(new Date(now).toISOString().slice(11, 19));
      }),
    );
  });
});
