import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import type { WaitPlaces } from '../../../functions/scans/image/ports.ts';
import { waitInPlace } from '../../../functions/scans/image/wait-in-place.ts';
import { imageWorld, settle } from './image-world.ts';

/** One place that remembers for how long it was taken. */
function onePlace(): WaitPlaces & { taken: number[]; isFree: boolean } {
  const place = {
    taken: [] as number[],
    isFree: true,
    async take(ms: number) {
      if (!place.isFree) return undefined;
      place.isFree = false;
      place.taken.push(ms);
      return async () => {
        place.isFree = true;
      };
    },
  };
  return place;
}

describe('waiting in a place', () => {
  it('wait: takes a place for longer than it waits, and gives it back with the result', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    const place = onePlace();
    const waiting = waitInPlace(world.deps, place, scan, 10_000);
    await settle();
    expect([place.isFree, place.taken[0]! > 10_000]).toEqual([false, true]);
    await world.run(world.rung[0]!);
    world.pass(250);
    expect(await waiting).toMatchObject({ status: 'done' });
    expect(place.isFree).toBe(true);
  });

  it('wait: without a place it ends at once, as it does when nobody knows of any (F35)', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    const none: WaitPlaces = { take: async () => undefined };
    const away: WaitPlaces = { take: () => Promise.reject(new DrydockError('storage_unavailable', 'away')) };
    expect(await waitInPlace(world.deps, none, scan, 10_000)).toBeUndefined();
    expect(await waitInPlace(world.deps, away, scan, 10_000)).toBeUndefined();
  });

  it('wait: a place that cannot be given back keeps nobody from the answer', async () => {
    const world = imageWorld();
    const { scan } = await world.submit();
    const stuck: WaitPlaces = { take: async () => () => Promise.reject(new Error('away')) };
    expect(await waitInPlace(world.deps, stuck, scan, 0)).toMatchObject({ id: scan.id });
  });
});
