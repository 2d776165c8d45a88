import type { ContainerRule } from './rule.ts';
import { inherited } from './value-at.ts';
import { scoredKinds } from './workload.ts';

const field = ['securityContext', 'appArmorProfile', 'type'];

export const apparmorUnconfined: ContainerRule = {
  on: 'container',
  id: 'ApparmorUnconfined',
  kinds: scoredKinds,
  points: -1,
  selector:
    '.spec .securityContext .appArmorProfile .type | .spec .containers[] .securityContext .appArmorProfile .type | .spec .initContainers[] .securityContext .appArmorProfile .type | .spec .ephemeralContainers[] .securityContext .appArmorProfile .type',
  reason: 'Unconfined switches the AppArmor protection off that the container would otherwise have',
  field,
  holds: (container, pod) => inherited(container, pod, field) === 'Unconfined',
};
