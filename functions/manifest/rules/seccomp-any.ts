import { isConfined, isKnownProfile } from './confinement.ts';
import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'seccompProfile', 'type'];

export const seccompAny: ContainerRule = {
  on: 'container',
  id: 'SeccompAny',
  kinds: scoredKinds,
  points: 1,
  selector:
    '.spec .securityContext .seccompProfile .type | .spec .containers[] .securityContext .seccompProfile .type | .spec .initContainers[] .securityContext .seccompProfile .type | .spec .ephemeralContainers[] .securityContext .seccompProfile .type',
  reason:
    'A seccomp profile refuses system calls the program never needs, which takes the ground from many kernel exploits',
  field,
  holds: (container, pod) => isConfined(inherited(container, pod, field)),
  strictHolds: (container, pod) => isKnownProfile(inherited(container, pod, field)),
};
