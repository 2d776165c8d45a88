import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySteps, interleavedRuns, matchingSteps } from './interleaved-runs.ts';

const groupOf = (text: string): string => text.split(' ').slice(0, 3).join(' ');
const switches = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 });

describe('runs while databases are promoted', () => {
  it('run: in whatever order promotions, triggers and batches come, each vulnerability of a database is told in one message, with all its images', async () => {
    await fc.assert(
      fc.asyncProperty(matchingSteps, switches, async (steps, switched) => {
        const runs = await interleavedRuns({ scans: false, switches: switched });
        await runs.play(steps);
        const messages = await runs.messages();
        expect(await runs.unfinished()).toEqual([]);
        expect(await runs.outdated()).toEqual([]);
        expect(messages.flat().toSorted()).toEqual((await runs.noted()).toSorted());
        const groups = messages.map(([first]) => groupOf(first!));
        expect(groups.toSorted()).toEqual([...new Set(groups)].toSorted());
      }),
      { numRuns: 100 },
    );
  });

  it('run: with scans under way, of runs and of people, nothing is lost, no image is told twice, and the run of a database tells all that came before its end', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, switches, async (steps, switched) => {
        const runs = await interleavedRuns({ scans: true, switches: switched });
        await runs.play(steps);
        const messages = await runs.messages();
        expect(await runs.unfinished()).toEqual([]);
        expect(await runs.outdated()).toEqual([]);
        expect(messages.flat().toSorted()).toEqual((await runs.noted()).toSorted());
        expect(await runs.missed()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
