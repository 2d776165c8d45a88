import type { Value } from '../value.ts';
import { capability } from './capability.ts';
import type { ContainerRule } from './rule.ts';
import { listAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'capabilities', 'drop'];
// kubesec looks for Go's print of a missing entry anywhere in the printed list
const printsNil = (name: Value): boolean => name === null || (typeof name === 'string' && name.includes('<nil>'));

export const capDropAny: ContainerRule = {
  on: 'container',
  id: 'CapDropAny',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .securityContext .capabilities .drop',
  reason: 'Each capability that is dropped is one less thing a broken-in process can do',
  field,
  holds: (container) => {
    const dropped = listAt(container, field);
    return dropped.length > 0 && !dropped.some(printsNil);
  },
  strictHolds: (container) => listAt(container, field).some((name) => capability(name) !== ''),
};
