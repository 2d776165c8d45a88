import type { ManifestScan } from '../../scans/ports.ts';

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A stored scan as clients see it: times as RFC 3339, no tenant. */
export const scanView = (scan: ManifestScan) => ({
  id: scan.id,
  kind: 'manifest',
  documents: scan.documents,
  invalid: scan.invalid,
  lowestScore: scan.lowestScore,
  objects: scan.objects,
  count: scan.count,
  firstSeen: time(scan.firstSeen),
  lastSeen: time(scan.lastSeen),
  expires: time(scan.expires * 1000),
  engine: scan.engine,
  kubernetesVersion: scan.kubernetesVersion,
  options: scan.options,
});
