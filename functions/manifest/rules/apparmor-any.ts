import { isConfined, isKnownProfile } from './confinement.ts';
import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'appArmorProfile', 'type'];

export const apparmorAny: ContainerRule = {
  on: 'container',
  id: 'ApparmorAny',
  kinds: scoredKinds,
  points: 3,
  selector:
    '.spec .securityContext .appArmorProfile .type | .spec .containers[] .securityContext .appArmorProfile .type | .spec .initContainers[] .securityContext .appArmorProfile .type | .spec .ephemeralContainers[] .securityContext .appArmorProfile .type',
  reason: 'An AppArmor profile limits which files and operations the program can touch, even after it was taken over',
  field,
  holds: (container, pod) => isConfined(inherited(container, pod, field)),
  strictHolds: (container, pod) => isKnownProfile(inherited(container, pod, field)),
};
