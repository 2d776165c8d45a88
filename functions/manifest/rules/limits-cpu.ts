import type { ContainerRule } from './rule.ts';
import { isWritten } from './value-at.ts';
import { listsWithResources, scoredKinds } from './workload.ts';

const field = ['resources', 'limits', 'cpu'];

export const limitsCpu: ContainerRule = {
  on: 'container',
  id: 'LimitsCPU',
  kinds: scoredKinds,
  points: 1,
  selector: 'containers[] .resources .limits .cpu',
  reason: 'With a CPU limit one runaway or hijacked container cannot starve everything else on the node',
  field,
  lists: ['containers'],
  strictLists: listsWithResources,
  holds: (container) => isWritten(container, field),
};
