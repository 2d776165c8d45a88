import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onceInOrder } from '../../functions/image/once-in-order.ts';
import type { TrivyVulnerability } from '../../functions/image/trivy-report.ts';

const found = (id: string, name: string, more: Partial<TrivyVulnerability> = {}): TrivyVulnerability => ({
  ...{ VulnerabilityID: id, PkgName: name, InstalledVersion: '1', Severity: 'LOW' },
  ...more,
});

it('findings of a result: come by package, version, severity, vulnerability and place', () => {
  const ordered = [
    found('CVE-9', 'a'),
    found('CVE-9', 'a', { InstalledVersion: '2' }),
    found('CVE-8', 'b', { Severity: 'CRITICAL' }),
    found('CVE-7', 'b', { Severity: 'HIGH', PkgPath: 'x' }),
    found('CVE-7', 'b', { Severity: 'HIGH', PkgPath: 'y' }),
    found('CVE-5', 'b'),
    found('CVE-6', 'b'),
    found('CVE-4', 'b', { Severity: 'what' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (shuffled) => {
      expect(onceInOrder(shuffled)).toEqual(ordered);
    }),
  );
});

it('findings of a result: one that two advisories name is there once, with the later fix', () => {
  const [unfixed, early, late] = [
    found('CVE-1', 'a'),
    ...['2', '3'].map((fix) => found('CVE-1', 'a', { FixedVersion: fix })),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray([unfixed!, early!, late!], { minLength: 3 }), (all) => {
      expect(onceInOrder(all)).toEqual([late]);
    }),
  );
  const elsewhere = found('CVE-1', 'a', { PkgPath: 'x' });
  expect(onceInOrder([elsewhere, unfixed!])).toEqual([unfixed, elsewhere]);
  expect(onceInOrder([])).toEqual([]);
});
