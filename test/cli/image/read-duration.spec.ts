import { expect, test } from 'vitest';
import { readDuration } from '../../../cli/image/read-duration.ts';

test('duration: units and fractions add up as in Go', () => {
  const texts = ['90s', '5m0s', '1.5h', '250ms', '1h30m', '24h'];
  expect(texts.map((text) => readDuration(text))).toEqual([90_000, 300_000, 5_400_000, 250, 5_400_000, 86_400_000]);
});

test('duration: what has no unit, no length or no end is refused', () => {
  for (const text of ['', '5', 's', '-5m', '0s', '25h', '5m!', '1d', ' 5m']) {
    expect(() => readDuration(text), text).toThrow(`--timeout ${text}: expected a time`);
  }
});
