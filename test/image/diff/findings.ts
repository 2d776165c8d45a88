import fc from 'fast-check';
import type { ImageContents } from '../../../functions/image/diff/contents.ts';
import { packageKey } from '../../../functions/image/diff/contents.ts';
import type { ImageFinding } from '../../../functions/image/finding.ts';
import { severities } from '../../../functions/image/severity.ts';

/** A finding in a package of the system, but for the given parts. */
export const finding = (parts: Partial<ImageFinding> = {}): ImageFinding => ({
  id: 'CVE-1',
  package: 'openssl',
  installed: '1.0',
  status: 'affected',
  severity: 'HIGH',
  class: 'os',
  type: 'debian',
  target: 'debian 12.5',
  ...parts,
});

/** What holds these findings, and these packages beside. */
export const contentsOf = (findings: readonly ImageFinding[], others: readonly ImageFinding[] = []): ImageContents => ({
  findings,
  packages: new Set([...findings, ...others].map(packageKey)),
});

/** Few names, so that two lists have much in common, equal findings within one list among it. */
export const anyFindings: fc.Arbitrary<ImageFinding[]> = fc.array(
  fc.record({
    id: fc.constantFrom('CVE-1', 'CVE-2', 'GHSA-a'),
    package: fc.constantFrom('openssl', 'zlib'),
    installed: fc.constantFrom('1.0', '1.1'),
    status: fc.constantFrom('affected', 'fixed'),
    severity: fc.constantFrom(...severities),
    class: fc.constantFrom('os' as const, 'library' as const),
    type: fc.constantFrom('debian', 'npm'),
    target: fc.constantFrom('a/package-lock.json', 'b/package-lock.json'),
  }),
  { maxLength: 12 },
);
