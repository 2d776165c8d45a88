import { createHash } from 'node:crypto';
import type { ManifestScan, ScannedObject } from '../../functions/scans/ports.ts';

/** 2027-01-15, in milliseconds. */
export const noon = 1_800_000_000_000;

/** A well-formed id that names what it is for. */
export const idFor = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

export const sampleObject = (object: string): ScannedObject => ({
  ...{ object, valid: true, score: 3, critical: 0, passed: 2, advise: 12 },
});

/** A scan of one Pod seen once at noon and kept for a day, but for the given parts. */
export function sampleScan(parts: Partial<ManifestScan> = {}): ManifestScan {
  const lastSeen = parts.lastSeen ?? noon;
  return {
    tenant: 'default',
    id: idFor('pod'),
    documents: 1,
    objects: [sampleObject('Pod/web.default')],
    invalid: 0,
    lowestScore: 3,
    count: 1,
    firstSeen: lastSeen,
    lastSeen,
    expires: Math.ceil(lastSeen / 1000) + 86_400,
    engine: 'drydock/0.1.0',
    kubernetesVersion: '1.36.0',
    options: '',
    ...parts,
  };
}
