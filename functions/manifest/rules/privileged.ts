import type { ContainerRule } from './rule.ts';
import { valueAt } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'privileged'];

export const privileged: ContainerRule = {
  on: 'container',
  id: 'Privileged',
  kinds: scoredKinds,
  points: -30,
  selector: 'containers[] .securityContext .privileged == true',
  reason: 'A privileged container has every capability and every device of the node: getting in means owning the node',
  field,
  holds: (container) => valueAt(container, field) === true,
};
