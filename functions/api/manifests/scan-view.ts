import type { ManifestScan } from '../../scans/ports.ts';
import { timeText } from '../resources/time-text.ts';

/** A stored scan as clients see it: times as RFC 3339, no tenant. */
export const scanView = (scan: ManifestScan) => ({
  id: scan.id,
  kind: 'manifest',
  documents: scan.documents,
  invalid: scan.invalid,
  lowestScore: scan.lowestScore,
  objects: scan.objects,
  count: scan.count,
  firstSeen: timeText(scan.firstSeen),
  lastSeen: timeText(scan.lastSeen),
  expires: timeText(scan.expires * 1000),
  engine: scan.engine,
  kubernetesVersion: scan.kubernetesVersion,
  options: scan.options,
});
