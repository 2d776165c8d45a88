import type { ContainerRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'allowPrivilegeEscalation'];

export const allowPrivilegeEscalation: ContainerRule = {
  on: 'container',
  id: 'AllowPrivilegeEscalation',
  kinds: scoredKinds,
  points: -7,
  selector: 'containers[] .securityContext .allowPrivilegeEscalation == true',
  reason: 'A process may gain more rights than its parent, for example through a setuid program in the image',
  field,
  holds: (container) => valueAt(container, field) === true,
};
