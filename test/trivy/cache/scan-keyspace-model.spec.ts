import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digest, imageOf, keyspaceRoom } from './keyspace-room.ts';

const few = fc.integer({ min: 0, max: 3 });
// Any content under any claim: but one claim stands for one content within an image, else it is refused before.
const parts = fc
  .array(fc.record({ content: few, claim: few }), { minLength: 1, maxLength: 5 })
  .map((all) => all.map(({ claim }) => ({ claim, content: all.find((part) => part.claim === claim)!.content })))
  .map((all) => all.map(({ content, claim }) => ({ layer: digest(`content ${content}`), diffId: digest(`${claim}`) })));
const scans = fc.array(
  fc.record({ parts, isFalsified: fc.boolean(), afresh: fc.boolean(), days: fc.integer({ min: 0, max: 40 }) }),
  { maxLength: 12 },
);

it('scan cache: whatever images claim, and whatever was falsified on its way, each believed scan finds its own content', async () => {
  await fc.assert(
    fc.asyncProperty(scans, async (all) => {
      const room = keyspaceRoom();
      const known = new Set<string>();
      for (const { parts: own, isFalsified, afresh, days } of all) {
        room.time.now += days * 86_400_000;
        const image = imageOf(...own);
        const { texts, fetched } = await room.scan(image, { isFalsified, afresh });
        if (isFalsified) continue;
        expect(texts).toEqual(image.layers);
        const isKnown = own.map(({ layer, diffId }) => known.has(layer + diffId));
        expect(fetched).toEqual(isKnown.flatMap((is, index) => (is && !afresh ? [] : [index])));
        for (const { layer, diffId } of own) known.add(layer + diffId);
      }
      expect(room.failures).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
