import type { DocumentRule } from './rule.ts';
import { isWritten } from './value-at.ts';
import { claimTemplates, noneClaims } from './volume-claims.ts';

const field = ['spec', 'volumeClaimTemplates'];
const storage = ['spec', 'resources', 'requests', 'storage'];

export const volumeClaimRequestsStorage: DocumentRule = {
  on: 'document',
  id: 'VolumeClaimRequestsStorage',
  kinds: ['StatefulSet'],
  points: 1,
  selector: '.spec .volumeClaimTemplates[] .spec .resources .requests .storage',
  reason: 'Claims that say how much storage they need get a volume of the right size instead of any',
  field,
  holds: (document) =>
    noneClaims(document) || claimTemplates(document).some((template) => isWritten(template, storage)),
  strictHolds: (document) =>
    noneClaims(document) || claimTemplates(document).every((template) => isWritten(template, storage)),
};
