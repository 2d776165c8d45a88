import { describe, expect, it } from 'vitest';
import { slowPace } from '../../../local/table/pace.ts';
import { handTimer } from '../../scans/hand-timer.ts';

/** What has become of a promise when everything that could run has run. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(() => {
    done = true;
  });
  await new Promise(setImmediate);
  return done;
}

describe('pace', () => {
  it('pace: work rests for its time', async () => {
    const timer = handTimer();
    const pace = slowPace(timer.set, 50);
    const rest = pace.rest();
    timer.advance(49);
    expect(await isDone(rest)).toBe(false);
    timer.advance(1);
    expect(await isDone(rest)).toBe(true);
  });

  it('pace: somebody in a hurry ends all rests, and there are none until the last of them is done', async () => {
    const timer = handTimer();
    const pace = slowPace(timer.set, 50);
    const rests = [pace.rest(), pace.rest()];
    const ends: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    const hurries = [pace.hurry(work), pace.hurry(work)];
    expect(await isDone(Promise.all(rests))).toBe(true);
    expect(timer.waiting()).toBe(0);
    ends[0]!();
    await hurries[0];
    expect(await isDone(pace.rest())).toBe(true);
    ends[1]!();
    await hurries[1];
    expect(await isDone(pace.rest())).toBe(false);
  });

  it('pace: work that fails in a hurry fails, and rests come back', async () => {
    const pace = slowPace(handTimer().set, 50);
    await expect(pace.hurry(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await isDone(pace.rest())).toBe(false);
  });
});
