import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatabaseChanges, touchesResult } from '../../../functions/image/reliance/database-changes.ts';
import { packageMark, vulnerabilityMark } from '../../../functions/image/reliance/mark.ts';
import { type Reliance, relianceVersion } from '../../../functions/image/reliance/reliance.ts';
import { entryAt, readShelf, type Shelf } from '../../../functions/rescans/postings/shelf.ts';
import { type ShelfEntry, shelfMaker } from '../../../functions/rescans/postings/shelf-maker.ts';
import { touchedEntries } from '../../../functions/rescans/postings/touched-entries.ts';
import { numberReader, packNumbers } from '../../../functions/rescans/postings/varints.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const place = fc.constantFrom('debian', 'alpine', 'npm::');
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const cve = fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3');
const reliance = fc
  .record({
    version: fc.constantFrom(relianceVersion, relianceVersion, relianceVersion, 0),
    packages: fc.array(fc.tuple(place, name), { maxLength: 5 }),
    found: fc.array(cve, { maxLength: 2 }),
  })
  .map(({ version, packages, found }): Reliance => {
    const marks = [...packages.map((one) => packageMark(...one)), ...found.map(vulnerabilityMark)];
    return {
      version,
      places: [...new Set(packages.map(([at]) => at))],
      marks: [...new Set(marks)].toSorted().join(''),
    };
  });
const entry: fc.Arbitrary<ShelfEntry> = fc.record(
  {
    watch: hex(32).map((id) => `w${id}`),
    digest: hex(64).map((digest) => `sha256:${digest}`),
    platform: fc.constantFrom('linux/amd64', 'linux/arm64'),
    certain: fc.record({
      reliance,
      database: fc.constantFrom('g1', 'g2', 'g3'),
      ...{ scanned: fc.nat(), matched: fc.nat(99) },
    }),
  },
  { requiredKeys: ['watch', 'digest', 'platform'] },
);
const changes: fc.Arbitrary<DatabaseChanges> = fc.record({
  whole: fc.array(fc.constantFrom('debian 12', 'npm::x'), { maxLength: 1 }),
  packages: fc.array(
    fc.record({
      bucket: fc.constantFrom('debian 12', 'alpine 3.19', 'npm::x'),
      names: fc.array(name, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  vulnerabilities: fc.array(cve, { maxLength: 1 }),
});

function shelved(entries: readonly ShelfEntry[]): Shelf {
  const maker = shelfMaker();
  for (const one of entries) maker.add(one);
  return readShelf(JSON.stringify(maker.make()))!;
}

describe('a shelf', () => {
  it('shelf: finds those that asking each image would find, and no other', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), changes, changes, (entries, one, other) => {
        const touchesFrom = new Map([
          ['g1', touchesResult(one)],
          ['g2', touchesResult(other)],
        ]);
        const isTouched = ({ certain }: ShelfEntry): boolean =>
          certain === undefined ||
          certain.matched < 10 ||
          (touchesFrom.get(certain.database)?.(certain.reliance) ?? true);
        expect(touchedEntries(shelved(entries), { touchesFrom, matchedSince: 10 })).toEqual(
          [...entries.keys()].filter((at) => isTouched(entries[at]!)),
        );
      }),
    );
  });

  it('shelf: gives back what was put on it, in order', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (entries) => {
        const shelf = shelved(entries);
        expect(shelf.entries).toBe(entries.length);
        expect(entries.map((_, at) => entryAt(shelf, at))).toEqual(
          entries.map(({ watch, digest, platform, certain }) => ({
            ...{ watch, digest, platform },
            scanned: certain?.reliance.version === relianceVersion ? certain.scanned : 0,
          })),
        );
      }),
    );
  });

  it('shelf: is full with 4,000 images, or with a million marks', () => {
    const watch = `w${'0'.repeat(32)}`;
    const image = { watch, digest: `sha256:${'0'.repeat(64)}`, platform: 'linux/amd64' };
    const plain = shelfMaker();
    for (let at = 0; at < 3_999; at += 1) plain.add(image);
    expect(plain.isFull).toBe(false);
    plain.add(image);
    expect([plain.isFull, plain.entries]).toEqual([true, 4_000]);
    const marks = Array.from({ length: 8_000 }, (_, at) => vulnerabilityMark(`CVE-${at}`)).join('');
    const heavy = shelfMaker();
    const certain = {
      reliance: { version: relianceVersion, places: [], marks },
      database: 'g1',
      scanned: 1,
      matched: 1,
    };
    while (!heavy.isFull) heavy.add({ ...image, certain });
    expect(heavy.entries).toBe(125);
  });

  it.each(['', '{}', 'null', '[]', '{"version":"0.1"}'])('shelf: what is none of today is not read: %s', (json) => {
    expect(readShelf(json)).toBeUndefined();
  });

  it('numbers: come back as they were packed', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))), (numbers) => {
        const next = numberReader(packNumbers(numbers));
        expect(numbers.map(() => next())).toEqual(numbers);
      }),
    );
  });
});
