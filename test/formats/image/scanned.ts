import type { ScannedImage } from '../../../functions/formats/image/scanned-image.ts';
import { countFindings } from '../../../functions/image/counts.ts';
import type { ImageFinding } from '../../../functions/image/finding.ts';
import { decideVerdict, type Reason } from '../../../functions/image/verdict.ts';

export const finding = (rest: Partial<ImageFinding> = {}): ImageFinding => ({
  id: 'CVE-2024-0001',
  package: 'openssl',
  purl: 'pkg:deb/debian/openssl@3.0.11-1',
  installed: '3.0.11-1',
  fixed: '3.0.13-1',
  status: 'fixed',
  severity: 'HIGH',
  title: 'openssl: example',
  class: 'os',
  type: 'debian',
  target: 'registry.test:5000/shop/web:1.4 (debian 12.5)',
  url: 'https://avd.aquasec.com/nvd/cve-2024-0001',
  ...rest,
});

export const lodash = finding({
  id: 'CVE-2021-23337',
  package: 'lodash',
  purl: 'pkg:npm/lodash@4.17.20',
  path: 'app/node_modules/lodash/package.json',
  installed: '4.17.20',
  severity: 'MEDIUM',
  class: 'library',
  type: 'node-pkg',
  target: 'Node.js',
});

/** A scan of `registry.test:5000/shop/web:1.4` that found these, of which some are shown. */
export const scanned = (
  found: readonly ImageFinding[],
  { shown = found, unknown = [] as Reason[] }: { shown?: readonly ImageFinding[]; unknown?: Reason[] } = {},
): ScannedImage => {
  const counts = countFindings(found);
  return {
    reference: { registry: 'registry.test:5000', repository: 'shop/web', tag: '1.4' },
    digest: `sha256:${'9f'.repeat(32)}`,
    platform: { os: 'linux', architecture: 'amd64' },
    summary: {
      ...decideVerdict(counts, unknown),
      coverage: {
        os: { family: 'debian', name: '12.5', endOfLife: false },
        packages: { os: 214, library: 1 },
        scanner: { name: 'trivy', version: '0.68.2' },
        database: { generation: 'g', updatedAt: '2026-01-01T00:00:00.000Z', stale: false },
        notices: [],
      },
      counts,
    },
    findings: shown,
  };
};

export const noPackages: Reason = { code: 'no_packages', message: 'no package was found, so nothing was matched' };
