import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManifestScan, ScannedObject } from '../../functions/scans/ports.ts';
import { pointerItems, readScanItem, scanItem } from '../../functions/storage/manifests/scan-item.ts';
import { isPosition, positionOf, shardOf } from '../../functions/storage/manifests/scan-keys.ts';
import { idFor, noon, sampleObject, sampleScan } from '../contract/sample-scan.ts';

const anyObject: fc.Arbitrary<ScannedObject> = fc.record({
  object: fc.string({ unit: 'grapheme' }),
  valid: fc.boolean(),
  score: fc.integer(),
  critical: fc.nat(),
  passed: fc.nat(),
  advise: fc.nat(),
});

const anyScan: fc.Arbitrary<ManifestScan> = fc.record({
  tenant: fc.constant('default'),
  id: fc.constant(idFor('pod')),
  documents: fc.nat(),
  objects: fc.array(anyObject, { maxLength: 5 }),
  invalid: fc.nat(),
  lowestScore: fc.integer(),
  count: fc.nat(),
  firstSeen: fc.nat(noon),
  lastSeen: fc.nat(noon),
  expires: fc.nat(noon),
  engine: fc.string(),
  kubernetesVersion: fc.string(),
  options: fc.string({ unit: 'grapheme' }),
});

describe('scan item', () => {
  it('scan item: is read back as the scan it was made from', () => {
    fc.assert(
      fc.property(anyScan, (scan) => {
        expect(readScanItem(scanItem(scan))).toEqual(scan);
      }),
    );
  });

  it('scan item: an item of a version to come is no scan', () => {
    const item = scanItem(sampleScan());
    expect(readScanItem({ ...item, v: { N: '2' } })).toBeUndefined();
    const { v, ...unmarked } = item;
    expect(v).toEqual({ N: '1' });
    expect(readScanItem(unmarked)).toBeUndefined();
  });

  it('scan item: a torn or damaged item is no scan, whatever is missing', () => {
    const item = scanItem(sampleScan());
    const keys = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];
    for (const name of Object.keys(item).filter((attribute) => !keys.includes(attribute))) {
      const { [name]: lost, ...torn } = item;
      expect(lost).toBeDefined();
      expect(readScanItem(torn), name).toBeUndefined();
      expect(readScanItem({ ...item, [name]: { BOOL: true } }), name).toBeUndefined();
    }
    expect(readScanItem({ ...item, objects: { S: '[["Pod/web' } })).toBeUndefined();
    expect(readScanItem({ ...item, objects: { S: '7' } })).toBeUndefined();
  });

  it('scan item: the same object twice has one pointer, the first object none', () => {
    const names = ['Pod/a.default', 'Pod/b.default', 'Pod/a.default', 'Pod/b.default', 'Pod/c.default'];
    const pointers = pointerItems(sampleScan({ objects: names.map(sampleObject) }));
    expect(pointers.map(({ gsi1pk }) => gsi1pk?.S)).toEqual([
      'T#default#OBJECT#Pod/b.default',
      'T#default#OBJECT#Pod/c.default',
    ]);
  });

  it('scan item: a scan and its pointers fit into one batch', () => {
    const objects = Array.from({ length: 100 }, (_, index) => sampleObject(`Pod/p${index}.default`));
    expect(1 + pointerItems(sampleScan({ objects })).length).toBe(25);
  });

  it('scan position: text order is order of time', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 45), fc.nat(2 ** 45), (one, other) => {
        const at = (lastSeen: number) => positionOf({ lastSeen, id: idFor('pod') });
        expect(at(one) < at(other)).toBe(one < other);
        expect(isPosition(at(one))).toBe(true);
      }),
    );
  });

  it('scan shard: ids are spread over all eight', () => {
    const shards = Array.from({ length: 400 }, (_, index) => shardOf(idFor(`scan ${index}`)));
    expect(new Set(shards)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  });
});
