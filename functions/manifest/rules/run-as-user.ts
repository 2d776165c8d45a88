import { isHighId } from './high-id.ts';
import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'runAsUser'];

export const runAsUser: ContainerRule = {
  on: 'container',
  id: 'RunAsUser',
  kinds: scoredKinds,
  points: 1,
  selector: '.spec, .spec.containers[] | .securityContext .runAsUser -gt 10000',
  reason: 'A user id above 10000 is unlikely to be a user of the node, so an escaped process owns nothing there',
  field,
  holds: (container, pod) => isHighId(inherited(container, pod, field)),
};
