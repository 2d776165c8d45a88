import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { defaultRegistryLimits } from '../../functions/registry/limits.ts';
import { speedGuard } from '../../functions/registry/transfers/speed-guard.ts';
import { handTiming } from './hand-timing.ts';

const guarded = () => {
  const timing = handTiming();
  const guard = speedGuard(timing, defaultRegistryLimits);
  const pass = async (milliseconds: number): Promise<void> => {
    timing.advance(milliseconds);
    await turn();
  };
  return { guard, pass };
};

describe('speed guard', () => {
  it('speed guard: the time a reader takes is not the fault of the registry', async () => {
    const { guard, pass } = guarded();
    for (let round = 0; round < 10; round += 1) {
      guard.waiting();
      await pass(10);
      guard.received(100);
      await pass(30_000);
    }
    expect(guard.signal.aborted).toBe(false);
  });

  it('speed guard: waiting for nothing is, in the middle of it too', async () => {
    const { guard, pass } = guarded();
    guard.waiting();
    guard.received(1_000);
    guard.waiting();
    await pass(15_000);
    expect(guard.signal.reason).toMatchObject({ code: 'registry_unavailable' });
  });

  it('speed guard: a little more than the least speed is enough (F11)', async () => {
    const { guard, pass } = guarded();
    for (let second = 0; second < 60; second += 1) {
      guard.waiting();
      await pass(1_000);
      guard.received(36 * 1024);
    }
    expect(guard.signal.aborted).toBe(false);
  });

  it('speed guard: a transfer that ended is not watched', async () => {
    const { guard, pass } = guarded();
    guard.waiting();
    guard.stop();
    await pass(1_000_000);
    expect(guard.signal.aborted).toBe(false);
  });
});
