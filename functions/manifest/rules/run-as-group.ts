import { isHighId } from './high-id.ts';
import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'runAsGroup'];

export const runAsGroup: ContainerRule = {
  on: 'container',
  id: 'RunAsGroup',
  kinds: scoredKinds,
  points: 1,
  selector: '.spec, .spec.containers[] | .securityContext .runAsGroup -gt 10000',
  reason: 'A group id above 10000 is unlikely to be a group of the node, so an escaped process shares no files with it',
  field,
  holds: (container, pod) => isHighId(inherited(container, pod, field)),
};
