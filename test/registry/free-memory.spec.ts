import { describe, expect, it } from 'vitest';
import { freeMemory } from '../../functions/registry/transfers/free-memory.ts';

describe('free memory', () => {
  it('free memory: bytes that have their memory for themselves are gone', () => {
    const bytes = Buffer.from(new ArrayBuffer(65_536));
    freeMemory(bytes);
    expect(bytes).toHaveLength(0);
  });

  it('free memory: bytes that share their memory stay, and so do the others', () => {
    const memory = new ArrayBuffer(8);
    const [part, rest] = [Buffer.from(memory, 0, 4), Buffer.from(memory, 4)];
    part.fill(1);
    rest.fill(2);
    freeMemory(part);
    expect([...part, ...rest]).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });
});
