import type { ContainerRule } from './rule.ts';
import { isWritten } from './value-at.ts';
import { listsWithResources, scoredKinds } from './workload.ts';

const field = ['resources', 'requests', 'cpu'];

export const requestsCpu: ContainerRule = {
  on: 'container',
  id: 'RequestsCPU',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .resources .requests .cpu',
  reason: 'With a CPU request the scheduler places the pod where it fits, and it keeps its share when the node is busy',
  field,
  lists: ['containers'],
  strictLists: listsWithResources,
  holds: (container) => isWritten(container, field),
};
