import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['hostIPC'];

export const hostIpc: PodRule = {
  on: 'pod',
  id: 'HostIPC',
  kinds: scoredKinds,
  points: -9,
  selector: '.spec .hostIPC == true',
  reason:
    "The pod shares the node's IPC namespace and can read or change shared memory that belongs to other processes",
  field,
  holds: (pod) => valueAt(pod, field) === true,
};
