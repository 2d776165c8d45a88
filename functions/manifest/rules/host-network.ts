import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['hostNetwork'];

export const hostNetwork: PodRule = {
  on: 'pod',
  id: 'HostNetwork',
  kinds: scoredKinds,
  points: -9,
  selector: '.spec .hostNetwork == true',
  reason:
    "The pod uses the node's network: it can reach services that listen on the node's loopback only, watch its traffic, and network policies do not hold it",
  field,
  holds: (pod) => valueAt(pod, field) === true,
};
