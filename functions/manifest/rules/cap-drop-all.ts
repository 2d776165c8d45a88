import { capability } from './capability.ts';
import type { ContainerRule } from './rule.ts';
import { listAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'capabilities', 'drop'];

export const capDropAll: ContainerRule = {
  on: 'container',
  id: 'CapDropAll',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .securityContext .capabilities .drop | index("ALL")',
  reason: 'Start from no capability at all and add back only those the program is known to need',
  field,
  holds: (container) => listAt(container, field).some((name) => typeof name === 'string' && /all/i.test(name)),
  strictHolds: (container) => listAt(container, field).some((name) => capability(name) === 'ALL'),
};
