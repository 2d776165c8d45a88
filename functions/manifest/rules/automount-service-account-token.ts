import type { PodRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['automountServiceAccountToken'];

export const automountServiceAccountToken: PodRule = {
  on: 'pod',
  id: 'AutomountServiceAccountToken',
  kinds: scoredKinds,
  points: 1,
  selector: '.spec .automountServiceAccountToken == false',
  reason: 'A pod that does not talk to the Kubernetes API should not carry a token for it that can be stolen',
  field,
  holds: (pod) => valueAt(pod, field) === false,
};
