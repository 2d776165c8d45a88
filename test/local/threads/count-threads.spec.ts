import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { countThreads } from '../../../local/threads/count-threads.ts';
import { canSharePort } from '../../../local/threads/share-port.ts';

describe('number of threads', () => {
  it('number of threads: one for each processor where they can share a port', () => {
    for (const nothing of [undefined, '']) {
      expect(countThreads(nothing)).toBe(canSharePort() ? availableParallelism() : 1);
    }
  });

  it('number of threads: as many as are asked for', () => {
    expect(countThreads('1')).toBe(1);
    if (canSharePort()) expect(countThreads('3')).toBe(3);
  });

  for (const text of ['0', '-1', '1.5', 'all', '1e2', '257', ' 2']) {
    it(`number of threads: "${text}" is refused by name`, () => {
      expect(() => countThreads(text)).toThrow(`DRYDOCK_THREADS=${text}: expected a number from 1 to 256`);
    });
  }
});
