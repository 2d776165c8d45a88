import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['hostPID'];

export const hostPid: PodRule = {
  on: 'pod',
  id: 'HostPID',
  kinds: scoredKinds,
  points: -9,
  selector: '.spec .hostPID == true',
  reason: 'The pod sees every process of the node and can read their environment, where passwords often stand',
  field,
  holds: (pod) => valueAt(pod, field) === true,
};
