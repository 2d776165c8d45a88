import type { ContainerRule } from './rule.ts';
import { isWritten } from './value-at.ts';
import { listsWithResources, scoredKinds } from './workload.ts';

const field = ['resources', 'requests', 'memory'];

export const requestsMemory: ContainerRule = {
  on: 'container',
  id: 'RequestsMemory',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .resources .requests .memory',
  reason: 'With a memory request the scheduler places the pod where it fits, and it is not the first to be evicted',
  field,
  lists: ['containers'],
  strictLists: listsWithResources,
  holds: (container) => isWritten(container, field),
};
