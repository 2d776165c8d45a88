import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSighting, isExpired } from '../../functions/scans/add-sighting.ts';
import { noon, sampleScan } from '../contract/sample-scan.ts';

describe('sighting', () => {
  it('sighting: the first one is the row', () => {
    const scan = sampleScan();
    expect(addSighting(undefined, scan)).toEqual(scan);
  });

  it('sighting: in whatever order they come, counts add up and the last time is the latest', () => {
    const moments = fc.array(fc.record({ at: fc.nat(80_000_000), count: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(moments, (sightings) => {
        const row = sightings.reduce<ReturnType<typeof sampleScan> | undefined>(
          (known, { at, count }) => addSighting(known, sampleScan({ lastSeen: noon + at, count })),
          undefined,
        );
        const latest = Math.max(...sightings.map(({ at }) => at));
        expect(row).toMatchObject({
          count: sightings.reduce((sum, { count }) => sum + count, 0),
          firstSeen: noon + sightings[0]!.at,
          lastSeen: noon + latest,
          expires: sampleScan({ lastSeen: noon + latest }).expires,
        });
      }),
    );
  });

  it('sighting: after expiry the row starts again', () => {
    const old = sampleScan({ count: 9 });
    const later = old.expires * 1000;
    expect(isExpired(old, later)).toBe(true);
    expect(isExpired(old, later - 1)).toBe(false);
    expect(addSighting(old, sampleScan({ lastSeen: later }))).toMatchObject({ count: 1, firstSeen: later });
    expect(addSighting(old, sampleScan({ lastSeen: later - 1 }))).toMatchObject({ count: 10, firstSeen: noon });
  });
});
