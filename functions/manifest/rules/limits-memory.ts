import type { ContainerRule } from './rule.ts';
import { isWritten } from './value-at.ts';
import { listsWithResources, scoredKinds } from './workload.ts';

const field = ['resources', 'limits', 'memory'];

export const limitsMemory: ContainerRule = {
  on: 'container',
  id: 'LimitsMemory',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .resources .limits .memory',
  reason: "With a memory limit a leak ends this container instead of the node's other workloads",
  field,
  lists: ['containers'],
  strictLists: listsWithResources,
  holds: (container) => isWritten(container, field),
};
