import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'seccompProfile', 'type'];

export const seccompUnconfined: ContainerRule = {
  on: 'container',
  id: 'SeccompUnconfined',
  kinds: scoredKinds,
  points: -1,
  selector:
    '.spec .securityContext .seccompProfile .type | .spec .containers[] .securityContext .seccompProfile .type | .spec .initContainers[] .securityContext .seccompProfile .type | .spec .ephemeralContainers[] .securityContext .seccompProfile .type',
  reason: 'Without seccomp every system call of the kernel is open to the container',
  field,
  holds: (container, pod) => inherited(container, pod, field) === 'Unconfined',
};
