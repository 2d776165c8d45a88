import { expect, it } from 'vitest';
import { readRetryAfter } from '../../functions/network/retry-after.ts';

it.each([
  ['30', 30],
  ['0', 0],
  ['  7 ', 7],
  ['100000', 900],
  ['Tue, 14 Nov 2023 22:14:20 GMT', 60],
  ['Tue, 14 Nov 2023 22:00:00 GMT', 0],
  ['soon', undefined],
  ['999999999999999', 900],
  ['9'.repeat(400), undefined],
  ['Tue, tomorrow', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %j is %j seconds', (header, seconds) => {
  const epoch = Date.parse('Tue, 14 Nov 2023 22:13:20 GMT');
  expect(readRetryAfter(header, epoch, 900)).toBe(seconds);
});
