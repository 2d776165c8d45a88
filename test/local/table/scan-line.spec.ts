import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManifestScan } from '../../../functions/scans/ports.ts';
import { lineOfScan, scanOfLine } from '../../../local/table/scan-line.ts';

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());
const whole = fc.maxSafeInteger().filter((value) => !Object.is(value, -0));
const anyScan: fc.Arbitrary<ManifestScan> = fc.record({
  ...{ tenant: text, id: text, engine: text, kubernetesVersion: text, options: text },
  ...{ documents: whole, invalid: whole, lowestScore: whole, count: whole },
  ...{ firstSeen: whole, lastSeen: whole, expires: whole },
  objects: fc.array(
    fc.record({ object: text, valid: fc.boolean(), score: whole, critical: whole, passed: whole, advise: whole }),
  ),
});

describe('scan line', () => {
  it('scan line: every scan is one line, and read again is the same scan', () => {
    fc.assert(
      fc.property(anyScan, (scan) => {
        const line = lineOfScan(scan);
        expect(line).not.toContain('\n');
        expect(scanOfLine(line)).toEqual(scan);
      }),
    );
  });
});
