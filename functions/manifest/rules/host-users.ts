import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['hostUsers'];

export const hostUsers: PodRule = {
  on: 'pod',
  id: 'HostUsers',
  kinds: scoredKinds,
  points: 1,
  selector: '.spec .hostUsers == false',
  reason: 'With a user namespace of its own, root in the pod is an ordinary user on the node',
  field,
  holds: (pod) => valueAt(pod, field) === false,
};
