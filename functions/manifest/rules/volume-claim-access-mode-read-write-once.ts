import { printGoValue } from '../go-value.ts';
import type { Value } from '../value.ts';
import type { DocumentRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';
import { claimTemplates, noneClaims } from './volume-claims.ts';

const field = ['spec', 'volumeClaimTemplates'];
const modes = ['spec', 'accessModes'];

// kubesec searches the printed list, so a mode that spells the same text counts too
const printsReadWriteOnce = (template: Value): boolean => {
  const found = valueAt(template, modes);
  return found !== undefined && `accessModes:${printGoValue(found)}]`.includes('accessModes:[ReadWriteOnce]');
};

const isSingleNode = (found: readonly Value[]): boolean =>
  found.length === 1 && (found[0] === 'ReadWriteOnce' || found[0] === 'ReadWriteOncePod');

export const volumeClaimAccessModeReadWriteOnce: DocumentRule = {
  on: 'document',
  id: 'VolumeClaimAccessModeReadWriteOnce',
  kinds: ['StatefulSet'],
  points: 1,
  selector: '.spec .volumeClaimTemplates[] .spec .accessModes | index("ReadWriteOnce")',
  reason: 'ReadWriteOnce claims can be mounted by one node at a time, so no other node can read or damage the data',
  field,
  holds: (document) => noneClaims(document) || claimTemplates(document).some(printsReadWriteOnce),
  strictHolds: (document) =>
    noneClaims(document) || claimTemplates(document).every((template) => isSingleNode(listAt(template, modes))),
};
